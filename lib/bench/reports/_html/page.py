"""The page: template, styles, scripts and data in one text that needs nothing from outside.

The charting library is Vega with Vega-Lite, as vl-convert-python carries it. A content security policy lets the page
load nothing and run only the scripts that were put into it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from bench.collected import not_collected
from bench.reports._html import facts, group, overview, scaling
from bench.reports._html.reader import Reader
from bench.standings import CPU, RATE
from bench.statements import compared_by, statements

FOLDER = Path(__file__).parent
SCRIPTS = ("charts.js", "report.js")
MEASURES = {RATE: "requests per second", CPU: "CPU time per request"}


def page(summary: Mapping[str, Any], stress: Mapping[str, Any] | None, folder: Path) -> str:
    """The HTML of a run; `folder` is where the file will lie, for links to the handlers."""
    reader = Reader(summary)
    sections = [group.section(reader, own, folder) for own in reader.groups]
    found = {"means": overview.means(reader), "duets": overview.duets(reader), "groups": sections}
    first = compared_by(reader)
    scaled = scaling.section(stress, reader) if stress else None
    scripts = {"library": _library(), "own": _file("theme.js"), "report": "".join(map(_file, SCRIPTS))}
    # Jinja2 is imported late: the other formats do without it.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # What is made here, and not in a run, is the only text that goes in as it is.
    return environment.get_template("page.html.j2").render(
        summary=summary,
        titles=[reader.titles[name] for name in reader.ranked],
        looks=reader.looks,
        sentences=[found["text"] for found in statements(reader)],
        cautions=facts.before_reading(reader),
        reading=facts.reading(reader),
        matrix=overview.matrix(reader, first),
        shades=overview.shades(first),
        noise=overview.noise(reader),
        stress=scaled,
        stress_command=scaling.COMMAND,
        support=facts.support_table(reader),
        fairness=facts.fairness(reader),
        flags=facts.flags(reader),
        problems=facts.problems(reader),
        findings=facts.findings(reader),
        not_collected=not_collected(reader),
        facts=facts.run_facts(summary),
        repeat=facts.repeat(summary),
        styles=_file("report.css"),
        scripts=scripts,
        policy=_policy(scripts.values()),
        data=_data(reader, found, scaled),
        measures=[(what, MEASURES[what]) for what in (first, *(what for what in MEASURES if what != first))],
        **found,
    )


def _data(reader: Reader, found: Mapping[str, Any], scaled: Mapping[str, Any] | None) -> str:
    """What the charts are drawn from, as JSON that cannot end its script element."""
    groups = {
        own["name"]: {
            "ratios": own["ratios"],
            "costs": own["cost_chart"],
            "doses": own["dose_charts"],
            "details": own["details"],
        }
        for own in found["groups"]
    }
    content = {
        "looks": reader.looks,
        "groups": groups,
        "means": found["means"] and found["means"]["charts"],
        "duets": found["duets"] and found["duets"]["chart"],
        "stress": scaled and {key: scaled[key] for key in ("looks", "details", "slo_ms")},
    }
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")).replace("<", "\\u003c")


def _policy(scripts: Any) -> str:
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in scripts)
    return f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src {hashes}"


@cache
def _library() -> str:
    """Vega-Embed with Vega and Vega-Lite, minified."""
    import vl_convert

    script = vl_convert.javascript_bundle("window.vegaEmbed=vegaEmbed;").strip()
    if "</script" in script or "\r" in script:
        raise ValueError("the charting library cannot be put into a page as it is")
    return script


@cache
def _file(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
