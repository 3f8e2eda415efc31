"""The page opens from disk in a browser: charts, sorting, themes, sizes, keyboard, paper; and it asks for nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from bench.files import write_json
from bench.records import load
from bench.reports import Folders, html
from bench.reports._html import rows, sources
from bench.stress import describe
from bench.stress import load as load_stress
from bench.stress_report import JSON_NAME
from bench.summary import build
from browser import Browser, Page, executable
from stressed import Server, write_stress_run
from synthetic import BASE_US, DOSES, ENDPOINTS, MIXED, Plan, write_run

FULL = replace(
    MIXED, base_us=BASE_US | {"birch_twin": BASE_US["birch"]}, twins={"birch_twin": "birch"}, duets=[("cedar", "birch")],
    doses=DOSES, run_status="interrupted",
)  # fmt: skip
SPARSE = {
    "one round": replace(MIXED, rounds=1, endpoints=ENDPOINTS[:4], doses=DOSES),
    "all failed": Plan(statuses={(name, e.name): "server_failed" for name in BASE_US for e in ENDPOINTS}),
    "one framework": Plan(base_us={"alder": 45.0}, endpoints=ENDPOINTS[:4], doses=DOSES),
    "no framework": Plan(base_us={}, unavailable={"rowan": "not installed </script><b>"}),
}
SIZES = (390, 1440)
SETTLED = "[...document.querySelectorAll('[data-chart]')].every((b) => b.drawn && (b.dataset.state || b.textContent))"


def written(folder: Path, plan: Plan, stress: dict[str, Server] | None = None) -> Path:
    """The page of such a run; `stress` is the stress run that lies beside it."""
    folders = Folders(folder / "res ults")
    if stress:
        run = load_stress(write_stress_run(folder / "stress", stress, [("routing", "static_routing")]))
        write_json(folders.features / JSON_NAME, describe(run))
    summary = json.loads(json.dumps(build(load(write_run(folder / "run", plan)))))
    (path,) = html.write(summary, folders)
    return path


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A project with two handlers of one framework, for the links to them."""
    root = tmp_path_factory.mktemp("pro ject")
    handlers = root / "servers" / "alder_app" / "routing.py"
    handlers.parent.mkdir(parents=True)
    handlers.write_text(
        "import kit\n\n\nasync def static_routing():\n    ...\n\n\nclass SimpleRouting(kit.Handler):\n    ...\n"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "ROOT", root)
        yield root


@pytest.fixture(scope="module")
def report(project: Path) -> Path:
    servers = {"alder": Server(9000), "maple": Server(2500, base_ms=2, breaks_at=1000, fault="errors")}
    return written(project, FULL, servers)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert executable(), "no Chromium: tests/setup.sh installs it"
    with Browser() as found:
        yield found


@pytest.fixture(scope="module")
def opened(browser: Browser, report: Path) -> Page:
    page = browser.open(report.as_uri(), 1440)
    page.wait_for(SETTLED)
    return page


@pytest.fixture
def page(opened: Page) -> Iterator[Page]:
    """The one page of most tests, wide and light; whatever a test does to it, nothing may be complained of."""
    opened.resize(1440, 900)
    opened.prefer("light")
    yield opened
    assert opened.complaints == []


def test_the_same_run_gives_the_same_bytes(report: Path, project: Path, tmp_path: Path) -> None:
    summary = json.loads(json.dumps(build(load(project / "run"))))
    before = report.read_bytes()
    html.write(summary, Folders(project / "res ults"))
    assert report.read_bytes() == before


def test_it_is_one_file_that_may_load_nothing(report: Path) -> None:
    text = report.read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy and policy[1].startswith("default-src &#39;none&#39;; ") and "unsafe-eval" not in policy[1]
    scripts = re.compile(r"<script>.*?</script>", re.DOTALL)
    assert not re.search(r"https?://|@import|url\(", scripts.sub("", text))
    assert not re.search(
        r"<(?:script|img|iframe)[^>]* src=|<link(?! rel=\"icon\" href=\"data:,\")", scripts.sub("", text)
    )


def test_every_chart_is_drawn_and_nothing_is_asked_for(page: Page, report: Path) -> None:
    found = page.run(
        "[...document.querySelectorAll('[data-chart]')].map((b) => [b.dataset.chart, b.dataset.state ?? '',"
        " b.querySelectorAll('svg .role-mark path, svg .role-mark text').length])"
    )
    assert {kind for kind, _, _ in found} == {"rows", "latency", "rounds", "doses", "closed", "paced"}
    assert all(state == "drawn" and marks > 3 for _, state, marks in found), found
    assert [address for address in page.addresses if not address.startswith("data:")] == [report.as_uri()]


def test_a_dose_chart_has_a_line_and_a_mark_per_amount_of_each_framework(page: Page) -> None:
    box = "document.querySelector('[data-chart=doses]')"
    for mark, count in (("line", len(BASE_US)), ("symbol", len(BASE_US) * len(DOSES))):
        assert page.run(f"{box}.querySelectorAll('.mark-{mark}.role-mark path').length") == count
    (chart,) = page.run("DATA.groups.routing.doses")
    assert chart["title"] == "segments" and [line["f"] for line in chart["lines"]] == list(BASE_US)
    for line in chart["lines"]:
        assert [amount for amount, _ in line["ends"]] == [min(DOSES.values()), max(DOSES.values())]
    costs = rows_of(page, "doses-routing")
    assert [row[1] for row in costs] == ["Alder", "Birch", "Cedar", "Maple"]
    assert all(re.match(r"\+[\d.]+\s*[+−][\d.]+ to \+[\d.]+$", row[2]) for row in costs), costs


def test_a_framework_looks_the_same_in_the_charts_of_both_runs(page: Page) -> None:
    both = page.run("[DATA.looks, DATA.stress.looks]")
    assert list(both[1]) == ["alder", "maple"] and all(both[0][name] == look for name, look in both[1].items())


@pytest.mark.parametrize(("low", "high", "count"), [(1.0, 1.02, 3), (0.97, 1.3, 3), (0.05, 20.0, 6), (1.0, 1.0, 1)])
def test_every_axis_of_ratios_has_round_ticks_within_it(low: float, high: float, count: int) -> None:
    mark = rows.line("0.0", "Alder", "alder", {"ratio": high, "low": low, "high": high}, "", "")
    ticks = rows.chart([mark], "ratio", base=1)["ticks"]
    assert len(ticks) >= count and all(
        low * 0.99 <= tick <= high * 1.01 and tick == float(f"{tick:.4g}") for tick in ticks
    )


def test_an_interval_that_reaches_too_far_is_cut_and_says_so() -> None:
    near, far = ({"ratio": 0.5, "low": 0.5 / by, "high": 0.5 * by} for by in (2, 1e6))
    found = rows.chart([rows.line("0.0", "A", "a", near, "", ""), rows.line("0.1", "B", "b", far, "", "")], "ratio", 1)
    assert "c" not in found["rows"][0] and found["rows"][1]["c"] == [0.05, 10] == found["domain"]


def rows_of(page: Page, table: str) -> list[list[str]]:
    return page.run(
        f"[...document.getElementById('{table}').tBodies[0].rows].map((r) => [...r.cells].map((c) => c.innerText.trim()))"
    )


def order_of(page: Page, table: str, column: int) -> tuple[str | None, list[float | None]]:
    """aria-sort of a column, and its sort keys from top to bottom."""
    sort, keys = page.run(
        f"(() => {{ const t = document.getElementById('{table}'); return [t.tHead.rows[0].cells[{column}].ariaSort,"
        f" [...t.tBodies[0].rows].map((r) => r.cells[{column}].dataset.v ?? null)]; }})()"
    )
    return sort, [None if key is None else float(key) for key in keys]


@pytest.mark.parametrize("how", ["click", "Enter", " "])
def test_a_header_sorts_up_then_down_then_back(page: Page, how: str) -> None:
    button = "#results-routing thead th:nth-child(3) button"
    before = order_of(page, "results-routing", 2)
    known = sorted(key for key in before[1] if key is not None)
    missing = [key for key in before[1] if key is None]
    assert before[0] is None and missing and before[1] != [*known, *missing]
    page.run(f"document.querySelector({json.dumps(button)}).focus()")
    steps = (("ascending", [*known, *missing]), ("descending", [*known[::-1], *missing]), before)
    for expected in steps:
        if how == "click":
            page.click(button)
        else:
            page.press(how)
        assert order_of(page, "results-routing", 2) == expected
        said = page.run("document.getElementById('status').textContent")
        assert said == (f"Sorted by Requests/s, {expected[0]}." if expected[0] else "In the original order.")
        assert page.run(f"document.activeElement === document.querySelector({json.dumps(button)})")


def test_every_sortable_column_sorts_with_what_is_missing_last(page: Page) -> None:
    wrong = page.run("""[...document.querySelectorAll("table.sortable")].flatMap((table) =>
      [...table.tHead.rows[0].cells].flatMap((header, column) => {
        const button = header.querySelector("button");
        const keys = () => [...table.tBodies[0].rows].map((row) => row.cells[column].dataset.v);
        const bad = [];
        for (const sign of [1, -1]) {
          button.click();
          const found = keys();
          const known = found.filter((key) => key !== undefined);
          if (found.slice(known.length).some((key) => key !== undefined)) bad.push([table.id, column, "missing"]);
          const numbers = known.map(Number);
          const ordered = numbers.every((n) => !Number.isNaN(n))
            ? numbers.every((n, i) => !i || sign * (n - numbers[i - 1]) >= 0)
            : known.every((k, i) => !i || sign * k.localeCompare(known[i - 1], "en", { numeric: true }) >= 0);
          if (!ordered) bad.push([table.id, column, sign]);
        }
        button.click();
        return bad;
      }))""")
    assert wrong == [] and page.run("document.querySelectorAll('table.sortable').length") > 12


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", SIZES)
def test_it_fits_and_can_be_read(page: Page, width: int, dark: bool) -> None:
    page.prefer("dark" if dark else "light")
    page.resize(width, 900)
    page.run("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    page.wait_for("[...document.querySelectorAll('[data-chart]')].every((b) => Math.abs(b.drawn - b.clientWidth) <= 2)")
    page.wait_for(
        "[...document.querySelectorAll('[data-chart] svg')].every((s) => s.width.baseVal.value <= innerWidth)"
    )
    assert page.run("document.documentElement.scrollWidth") <= width
    assert page.run(CUT_OFF) == []
    assert (
        page.run(
            "[...document.querySelectorAll('svg text')].map((t) => t.textContent).filter((t) => /\\de[+-]?\\d/.test(t))"
        )
        == []
    )
    shades = page.run(CONTRASTS)
    assert len(shades) > 8 and min(shades.values()) >= 4.5, shades
    brightness = page.run("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", brightness)[:3])) < 200) == dark


# Texts of charts that leave their chart's box.
CUT_OFF = """[...document.querySelectorAll("[data-chart]")].flatMap((box) => {
  const room = box.getBoundingClientRect();
  return [...box.querySelectorAll("svg text")].filter((text) => {
    const own = text.getBoundingClientRect();
    return own.width && (own.left < room.left - 2 || own.right > room.right + 2 || own.top < room.top - 2 || own.bottom > room.bottom + 2);
  }).map((text) => [box.dataset.chart, box.dataset.path, text.textContent]);
})"""

# The contrast of each kind of text to what is behind it, by the usual formula.
CONTRASTS = """(() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const paint = (colours) => {
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((value) => value / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  };
  const light = (colours) => paint(colours).reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i], 0);
  const kinds = "p, a, .run, figcaption, .notes, td.none, td small, td.flags, .heat-0, .heat-3, .heat-0 small, button, summary, #theme";
  const found = {};
  for (const kind of kinds.split(", ")) {
    const element = document.querySelector(`main ${kind}, header ${kind}`);
    if (!element) continue;
    const behind = [];
    for (let e = element; e; e = e.parentElement) behind.unshift(getComputedStyle(e).backgroundColor);
    const [a, b] = [light([...behind, getComputedStyle(element).color]), light(behind)];
    found[kind] = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }
  return found;
})()"""


def test_the_button_overrules_the_system_and_says_so(page: Page) -> None:
    page.prefer("dark")
    scheme = "getComputedStyle(document.documentElement).colorScheme"
    pressed = "document.getElementById('theme').ariaPressed"
    page.wait_for(f"{pressed} === 'true'")
    page.click("#theme")
    assert page.run(f"[{scheme}, {pressed}]") == ["light", "false"]
    page.click("#theme")
    assert page.run(f"[{scheme}, {pressed}]") == ["dark", "true"]
    page.run("delete document.documentElement.dataset.theme; localStorage.clear()")


def test_every_link_has_a_target(page: Page, report: Path) -> None:
    found = page.run("[...document.querySelectorAll('a[href], use')].map((a) => a.getAttribute('href'))")
    ids = page.run("[...document.querySelectorAll('[id]')].map((e) => e.id)")
    assert len(ids) == len(set(ids))
    inside = [address[1:] for address in found if address.startswith("#")]
    assert len(inside) > 20 and set(inside) <= set(ids)
    outside = sorted({address for address in found if not address.startswith("#")})
    assert len(outside) == 2
    for address in outside:
        path, _, line = unquote(address).partition("#L")
        text = (report.parent / path).read_text(encoding="utf-8").splitlines()[int(line) - 1]
        assert re.search(r"def static_routing\(|class SimpleRouting\(", text)


def test_a_screen_reader_finds_a_name_for_everything(page: Page) -> None:
    named = {
        "button",
        "combobox",
        "radio",
        "table",
        "img",
        "image",
        "link",
        "region",
        "navigation",
        "DisclosureTriangle",
    }
    nodes = page.ask("Accessibility.getFullAXTree")["nodes"]
    heard: dict[str, list[str]] = {}
    for node in nodes:
        if not node["ignored"]:
            heard.setdefault(node["role"]["value"], []).append(node.get("name", {}).get("value", "").strip())
    nameless = {role: names for role, names in heard.items() if role in named and not all(names)}
    assert nameless == {} and {"button", "combobox", "radio", "table", "link"} <= set(heard)
    assert len(heard["table"]) == len(set(heard["table"]))
    levels = page.run("[...document.querySelectorAll('h1,h2,h3,h4')].map((h) => Number(h.tagName[1]))")
    assert levels.count(1) == 1 and all(b - a <= 1 for a, b in pairwise(levels))
    assert page.run("document.documentElement.lang") == "en"


def test_the_first_tab_leads_past_the_contents(page: Page) -> None:
    page.run("document.activeElement.blur(); scrollTo(0, 0); getSelection().removeAllRanges()")
    page.run("document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')")
    page.press("Tab")
    assert page.run("document.activeElement.className") == "skip"
    page.press("Enter")
    assert page.run("document.activeElement.id") == "main"


def test_another_endpoint_is_drawn_and_named(page: Page) -> None:
    box = "document.querySelector('[data-control=\"endpoint-routing\"]')"
    page.run(f"{box}.was = {box}.firstElementChild")
    chosen = ENDPOINTS[1]
    page.run(
        "(() => { const s = document.querySelector('[name=\"endpoint-routing\"]');"
        f" s.value = '{chosen.name}'; s.dispatchEvent(new Event('change', {{ bubbles: true }})); }})()"
    )
    page.wait_for(f"{box}.firstElementChild !== {box}.was")
    said = page.run("document.querySelector('[data-says=\"endpoint-routing\"]').textContent")
    assert said == f"{chosen.title}: GET /routing/{chosen.name}"


def test_a_mark_tells_its_numbers_under_the_pointer(page: Page) -> None:
    spot = page.run(
        "(() => { const b = document.querySelector('#group-routing [data-chart=rows]'); b.scrollIntoView({ block: 'start' });"
        " const r = b.getBoundingClientRect(); return [r.x + r.width / 2, r.y + 27]; })()"
    )
    page.ask("Input.dispatchMouseEvent", {"type": "mouseMoved", "x": spot[0], "y": spot[1]})
    page.wait_for("document.querySelector('#vg-tooltip-element.visible')")
    assert "requests/s" in page.run("document.getElementById('vg-tooltip-element').textContent")
    page.ask("Input.dispatchMouseEvent", {"type": "mouseMoved", "x": 1, "y": 1})


def test_paper_has_everything_unfolded_and_no_controls(page: Page) -> None:
    page.run(
        "document.querySelectorAll('details').forEach((d) => (d.open = false));"
        " addEventListener('beforeprint', () => (window.unfolded = document.querySelectorAll('details:not([open])').length))"
    )
    paper = page.paper()
    assert paper.startswith(b"%PDF") and paper.count(b"/Type /Page\n") >= 5
    assert page.run("[window.unfolded, document.querySelectorAll('details[open]').length]") == [0, 0]
    page.prefer("dark", "print")
    assert page.run("[...document.querySelectorAll('nav, #theme, .choose, .switch')].every((e) => !e.offsetHeight)")
    assert page.run("getComputedStyle(document.documentElement).colorScheme") == "light"


@pytest.mark.parametrize("name", SPARSE)
def test_every_state_of_a_run_is_a_page_without_complaint(browser: Browser, tmp_path: Path, name: str) -> None:
    page = browser.open(written(tmp_path, SPARSE[name]).as_uri(), 390)
    page.wait_for(SETTLED)
    assert page.complaints == [] and page.run("document.documentElement.scrollWidth") <= 390
    text = page.run("document.body.innerText")
    assert not re.search(r"\b(NaN|undefined|None|Infinity)\b(?!\.)", text)
    page.close()


def test_without_scripts_all_tables_are_there(browser: Browser, report: Path) -> None:
    page: Any = browser.open("about:blank", 390)
    page.ask("Emulation.setScriptExecutionDisabled", {"value": True})
    page.ask("Page.navigate", {"url": report.as_uri()})
    page.wait_for("document.querySelectorAll('table').length > 12 && document.querySelector('noscript p')")
    assert page.run("document.querySelector('noscript p').offsetHeight > 0 && document.getElementById('theme').hidden")
    assert page.complaints == []
    page.close()
