"""A Slack message of the run in Block Kit: reports/exports/slack_message.json, a body for chat.postMessage or a webhook.

It is written and sent nowhere. Slack refuses a header over 150 characters, a section over 3,000, more than ten fields or
one over 2,000; texts are cut to fit.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.files import write_json
from bench.reports import Folders
from bench.reports._run_sections import cautions
from bench.standings import common, measured, places, standings
from bench.statements import compared_by, statements
from bench.text import cut, ratio
from bench.view import View

NAME = "export_slack"
HEADER, SECTION, FIELD, FIELDS = 150, 3000, 2000, 10


def write(summary: dict[str, Any], folders: Folders) -> list[Path]:
    """Writes the file."""
    view = View(summary)
    title = f"Benchmark {summary['run']}: {', '.join(group['title'] for group in view.groups) or 'nothing measured'}"
    sentences = [sentence["text"] for sentence in statements(view)]
    blocks = [
        {"type": "header", "text": {"type": "plain_text", "text": cut(title, HEADER)}},
        *({"type": "section", "text": _text(f"{i}. {text}", SECTION)} for i, text in enumerate(sentences, 1)),
        *_warnings(summary),
        *_fields(view),
        {"type": "context", "elements": [_text(_facts(summary), FIELD)]},
    ]
    message = {"text": cut(f"{title}. {sentences[0]}", SECTION), "blocks": blocks}
    return [write_json(folders.exports / "slack_message.json", message)]


def _text(text: str, longest: int) -> dict[str, str]:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return {"type": "mrkdwn", "text": cut(escaped, longest)}


def _warnings(summary: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = cautions(summary)
    return [{"type": "section", "text": _text("\n".join(f"*{text}*" for text in found), SECTION)}] if found else []


def _fields(view: View) -> list[dict[str, Any]]:
    """A field per feature: its frameworks in order, as ratios to the first."""
    names, what = measured(view), compared_by(view)
    fields = []
    for group in view.groups:
        shared = common(view, names, places(view, group["name"])) if names else []
        lines = [
            f"{view.titles[own.framework]}: {ratio(own.against_best) if own.against_best else 1}"
            for own in standings(view, names, shared, what)
        ]
        told = "\n".join(lines) or "no endpoint that all frameworks answered"
        unit = "Rate ÷ the highest" if what == "rate" else "CPU time ÷ the lowest"
        fields.append(_text(f"*{group['title']}*, {unit} (95 %)\n{told}", FIELD))
    return [{"type": "section", "fields": fields[i : i + FIELDS]} for i in range(0, len(fields), FIELDS)]


def _facts(summary: Mapping[str, Any]) -> str:
    host = summary["host"]
    cores = f"{host['cores']} cores" if host.get("cores") else None
    commit = f"commit {summary['commit'][:12]}" if summary["commit"] else None
    return " · ".join(filter(None, (f"run {summary['run']}, {summary['status']}", host.get("cpu"), cores, commit)))
