"use strict";

const DATA = JSON.parse(document.getElementById("data").textContent);
const STEP = 18; // px of a row
const LETTER = 6.3; // px of an average letter at 11 px
const INK = "var(--ink)", MUTED = "var(--muted)", LINE = "var(--line)";
// A number of an axis, never as a power of ten.
const LABELS = { labelExpr: "replace(format(datum.value, ',.6~r'), '-', '−')", labelOverlap: "greedy", labelSeparation: 5 };
const CONFIG = {
  aria: false,
  background: null,
  font: "system-ui, sans-serif",
  view: { stroke: null },
  axis: {
    labelColor: INK, titleColor: MUTED, gridColor: LINE, domainColor: LINE, tickColor: LINE,
    labelFontSize: 11, titleFontSize: 11, titleFontWeight: "normal", titlePadding: 8,
  },
};

// Colour, shape and dashes of the frameworks, always the same for a name.
function scales(looks) {
  const names = Object.keys(looks);
  const scale = (values) => ({ scale: { domain: names, range: values }, field: "f", type: "nominal", legend: null });
  return {
    color: scale(names.map((name) => looks[name].colour)),
    shape: scale(names.map((name) => looks[name].shape)),
    strokeDash: scale(names.map((name) => (looks[name].dash ? looks[name].dash.split(" ").map(Number) : [1, 0]))),
  };
}

const spread = {
  log: [Math.log, Math.exp],
  linear: [(x) => x, (x) => x],
  symlog: [(x, c) => Math.sign(x) * Math.log1p(Math.abs(x) / c), (y, c) => Math.sign(y) * Math.expm1(Math.abs(y)) * c],
};

// The axis with room on the right for the longest number behind the last mark.
function withRoom(chart, plot, room) {
  const [to, from] = spread[chart.scale];
  const c = chart.constant;
  const low = to(chart.domain[0], c);
  const high = Math.max(to(chart.domain[1], c), low + 0.05);
  const unit = (high - low) / Math.max(plot - room - 12, 40);
  const start = low - (low === to(chart.base, c) && chart.scale !== "log" ? 0 : 12 * unit);
  return [from(start, c), from(high + room * unit, c)];
}

// A line per endpoint and framework: bar or mark, interval, number. `rows` come in order, heads among them.
function rowsSpec(chart, width) {
  const looks = scales(DATA.looks);
  const lines = chart.rows.filter((row) => row.h === undefined);
  const numbers = lines.filter((row) => row.v !== undefined);
  const title = (row) => row.i.slice(row.i.indexOf("|") + 1);
  const labels = Math.min(10 + LETTER * Math.max(...lines.map((row) => title(row).length)), width * 0.36);
  const room = 14 + LETTER * Math.max(1, ...numbers.map((row) => row.s.length));
  const texts = Object.fromEntries(chart.rows.map((row) => [row.i, row.h === undefined ? title(row) : headText(row, width)]));
  let band = true;
  const bands = chart.rows.filter((row) => (band = row.h === undefined ? band : !band));
  const y = {
    field: "i", type: "nominal", title: null,
    scale: { domain: chart.rows.map((row) => row.i), paddingInner: 0, paddingOuter: 0 },
    axis: {
      labelAlign: "left", labelPadding: labels, labelLimit: 0, ticks: false, domain: false, zindex: 1, labelOverlap: false,
      labelExpr: `${JSON.stringify(texts)}[datum.value]`,
      labelFontWeight: { condition: { test: "slice(datum.value, -1) === '|'", value: "bold" }, value: "normal" },
    },
  };
  const scale = { type: chart.scale, domain: withRoom(chart, width - labels, room), nice: false };
  if (chart.scale !== "log") scale.zero = false;
  if (chart.constant) scale.constant = chart.constant;
  const axis = { title: wrapped(chart.axis, width - labels), grid: true, ...LABELS };
  if (chart.ticks) axis.values = chart.ticks;
  else axis.tickCount = 5;
  const x = { field: "v", type: "quantitative", scale, axis };
  const at = (field) => ({ field, type: "quantitative" });
  const layer = (values, mark, encoding) => ({ data: { values }, mark, encoding: { y, ...encoding } });
  const ends = numbers.filter((row) => row.a !== null && row.a !== undefined);
  const whisker = ends.flatMap((row) => [{ ...row, e: row.a }, { ...row, e: row.b }]).filter(({ e, c }) => !c?.includes(e));
  const right = numbers.map((row) => ({ ...row, e: Math.max(row.v, row.b ?? row.v) }));
  return {
    width, autosize: { type: "fit-x", contains: "padding" }, height: chart.rows.length * STEP, config: CONFIG,
    layer: [
      layer(bands, { type: "rect", fill: LINE, opacity: 0.35 }, { x: { value: 0 }, x2: { value: "width" } }),
      { data: { values: [{ v: chart.base }] }, mark: { type: "rule", stroke: MUTED }, encoding: { x } },
      ...(chart.base === 0
        ? [layer(numbers, { type: "bar", height: STEP - 8, opacity: 0.75 }, { x, x2: { datum: 0 }, color: looks.color })]
        : []),
      layer(ends, { type: "rule", strokeWidth: 2 }, { x: at("a"), x2: { field: "b" }, color: chart.base === 0 ? { value: INK } : looks.color }),
      layer(whisker, { type: "tick", height: 9, thickness: 1.5 }, { x: at("e"), color: chart.base === 0 ? { value: INK } : looks.color }),
      layer(numbers, { type: "point", filled: true, size: 120, opacity: 1, stroke: "var(--page)", strokeWidth: 0.7 }, { x, fill: looks.color, shape: looks.shape }),
      layer(right, { type: "text", align: "left", dx: 7, fill: INK, fontSize: 11 }, { x: at("e"), text: { field: "s" } }),
      layer(lines.filter((row) => row.v === undefined), { type: "text", align: "left", fill: MUTED, fontStyle: "italic", fontSize: 11 }, { x: { value: 4 }, text: { field: "n" } }),
      layer(numbers, { type: "rect", fill: "transparent" }, { x: { value: 0 }, x2: { value: "width" }, tooltip: { field: "t" } }),
    ],
  };
}

function headText(row, width) {
  const text = row.t ? `${row.h} · ${row.t}` : row.h;
  const fits = Math.floor(width / (LETTER + 0.6));
  return text.length <= fits ? text : `${text.slice(0, fits - 1)}…`;
}

// An axis title in as many lines as it needs.
function wrapped(text, width) {
  const fits = Math.max(12, Math.floor(width / (LETTER - 0.6)));
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines.length - 1;
    if (lines[last] && lines[last].length + word.length >= fits) lines.push(word);
    else lines[last] = `${lines[last]} ${word}`.trim();
  }
  return lines;
}

const lineMark = { type: "line", strokeWidth: 1.8, clip: true };
const pointMark = { type: "point", filled: true, size: 120, opacity: 1, clip: true };
const quantity = (field, title, scale, axis = {}) => ({ field, type: "quantitative", title, scale, axis: { grid: true, ...LABELS, ...axis } });

const heightOf = (width) => Math.max(210, Math.min(300, width * 0.55));

function lineSpec(width, layer) {
  return { width, height: heightOf(width), autosize: { type: "fit", contains: "padding" }, config: CONFIG, layer };
}

function logTicks(low, high) {
  const ticks = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
    for (const step of [1, 2, 5]) ticks.push(Number(`${step}e${power}`));
  }
  const inside = ticks.filter((tick) => tick >= low && tick <= high);
  return inside.length > 8 ? inside.filter((tick) => /^1/.test(tick.toExponential())) : inside;
}

// Latency over percentiles: 90, 99 and 99.9 % are equally far apart. Line: all windows; mark: the rounds' median.
function latencySpec(detail, width) {
  const looks = scales(DATA.looks);
  const place = (percent) => 100 / (100 - percent);
  const curve = detail.lines.flatMap((line) => line.curve.map(([percent, ms]) => ({ f: line.f, x: place(percent), y: ms })));
  const marks = detail.lines.flatMap((line, i) =>
    line.marks.map(([percent, y, a, b, tip]) => ({
      f: line.f, x: place(percent) * 1.07 ** (i - (detail.lines.length - 1) / 2), y, a, b, t: `${DATA.looks[line.f].title}, ${tip}`,
    })));
  const middles = [...curve, ...marks].map((point) => point.y).filter((value) => value > 0);
  if (!middles.length) return null;
  const low = Math.min(...middles), high = Math.max(...middles);
  const ends = marks.filter((mark) => mark.a !== null && mark.a > 0);
  const domain = [Math.max(low / 4, Math.min(low, ...ends.map((mark) => mark.a))) / 1.1, Math.min(high * 4, Math.max(high, ...ends.map((mark) => mark.b))) * 1.1];
  const names = { 2: "50 %", 10: "90 %", 100: "99 %", 1000: "99.9 %", 10000: "99.99 %" };
  const last = Math.max(20, ...curve.map((point) => point.x), ...marks.map((mark) => mark.x));
  const x = quantity("x", "share of the answers that came at least as fast", { type: "log", domain: [1, last * 1.1], nice: false }, { values: Object.keys(names).map(Number), labelExpr: `${JSON.stringify(names)}[datum.value]` });
  const y = quantity("y", "ms, logarithmic", { type: "log", domain, nice: false }, { values: logTicks(...domain) });
  return lineSpec(width, [
    { data: { values: curve }, mark: lineMark, encoding: { x, y, color: looks.color, strokeDash: looks.strokeDash } },
    { data: { values: ends }, mark: { type: "rule", strokeWidth: 1.5, clip: true }, encoding: { x, y: { field: "a", type: "quantitative" }, y2: { field: "b" }, color: looks.color } },
    { data: { values: marks }, mark: pointMark, encoding: { x, y, fill: looks.color, shape: looks.shape, tooltip: { field: "t" } } },
  ]);
}

// Each round's rate against the median of the framework's own rounds: what the machine did over the run.
function roundsSpec(detail, width) {
  const looks = scales(DATA.looks);
  const values = detail.lines.flatMap((line) => line.rounds.map(([round, share, tip]) => ({ f: line.f, x: round, y: share, t: `${DATA.looks[line.f].title}, ${tip}` })));
  if (!values.length) return null;
  const far = Math.max(0.05, ...values.map((value) => Math.abs(value.y - 1))) * 1.15;
  const numbers = [...new Set(values.map((value) => value.x))].sort((a, b) => a - b);
  const x = quantity("x", "round", { domain: [numbers[0] - 0.3, numbers.at(-1) + 0.3], nice: false, zero: false }, { values: numbers, grid: false });
  const y = quantity("y", wrapped("÷ the framework's median; the axis does not start at 0", heightOf(width) - 60), { domain: [Math.max(0, 1 - far), 1 + far], nice: false, zero: false }, { labelExpr: "format(datum.value * 100, '.0f') + ' %'", tickCount: 6 });
  return lineSpec(width, [
    { data: { values: [{ y: 1 }] }, mark: { type: "rule", stroke: MUTED }, encoding: { y } },
    { data: { values }, mark: lineMark, encoding: { x, y, color: looks.color, strokeDash: looks.strokeDash } },
    { data: { values }, mark: pointMark, encoding: { x, y, fill: looks.color, shape: looks.shape, tooltip: { field: "t" } } },
  ]);
}

// CPU time over an amount, with each framework's line: its slope is what one more costs.
function dosesSpec(chart, width) {
  const looks = scales(DATA.looks);
  const points = chart.lines.flatMap((line) => line.points.map(([x, y, t]) => ({ f: line.f, x, y, t })));
  const ends = chart.lines.flatMap((line) => line.ends.map(([x, y]) => ({ f: line.f, x, y, t: line.t })));
  const amounts = [...new Set(points.map((point) => point.x))].sort((a, b) => a - b);
  const room = (amounts.at(-1) - amounts[0]) * 0.04;
  const top = Math.max(...[...points, ...ends].map((point) => point.y)) * 1.06;
  const low = Math.min(0, ...ends.map((point) => point.y));
  const x = quantity("x", "how many", { domain: [amounts[0] - room, amounts.at(-1) + room], nice: false, zero: false }, { values: amounts, grid: false });
  const y = quantity("y", "CPU µs per request", { domain: [low, top], nice: false }, { tickCount: 6 });
  return lineSpec(width, [
    { data: { values: ends }, mark: lineMark, encoding: { x, y, color: looks.color, strokeDash: looks.strokeDash, tooltip: { field: "t" } } },
    { data: { values: points }, mark: pointMark, encoding: { x, y, fill: looks.color, shape: looks.shape, tooltip: { field: "t" } } },
  ]);
}

// Rate over connections of a closed loop (`closed`), or p99 over the wanted rate (`paced`). Hollow marks did not pass.
function scalingSpec(lines, width, part) {
  const looks = scales(DATA.stress.looks);
  const values = lines.flatMap((line) => line[part].map(([x, y, ok, tip]) => ({ f: line.f, x, y, ok, t: `${DATA.stress.looks[line.f].title}: ${tip}` })));
  if (!values.length) return null;
  const paced = part === "paced";
  const ends = (key) => [Math.min(...values.map((value) => value[key])), Math.max(...values.map((value) => value[key]))];
  const [low, high] = ends("y"), [first, last] = ends("x");
  const top = paced ? Math.max(high, DATA.stress.slo_ms ?? high) * 1.2 : high * 1.08;
  const y = paced
    ? quantity("y", "p99 ms, logarithmic", { type: "log", domain: [low / 1.3, top], nice: false }, { values: logTicks(low / 1.3, top) })
    : quantity("y", "requests/s", { domain: [0, top], nice: false }, { tickCount: 6 });
  const x = paced
    ? quantity("x", "requests/s that were wanted", { domain: [0, last * 1.05], nice: false }, { tickCount: 5 })
    : quantity("x", "connections, logarithmic", { type: "log", domain: [first / 1.3, last * 1.3], nice: false }, { values: logTicks(first, last) });
  const mark = (filled, kept) => ({ data: { values: kept }, mark: { ...pointMark, filled, size: 150 }, encoding: { x, y, [filled ? "fill" : "stroke"]: looks.color, shape: looks.shape, tooltip: { field: "t" } } });
  return lineSpec(width, [
    ...(paced && DATA.stress.slo_ms ? [{ data: { values: [{ y: DATA.stress.slo_ms }] }, mark: { type: "rule", stroke: MUTED, strokeDash: [4, 3] }, encoding: { y } }] : []),
    { data: { values }, mark: lineMark, encoding: { x, y, color: looks.color, strokeDash: looks.strokeDash } },
    mark(true, values.filter((value) => value.ok)),
    mark(false, values.filter((value) => !value.ok)),
  ]);
}

const SPECS = {
  rows: rowsSpec,
  latency: latencySpec,
  rounds: roundsSpec,
  doses: dosesSpec,
  closed: (lines, width) => scalingSpec(lines, width, "closed"),
  paced: (lines, width) => scalingSpec(lines, width, "paced"),
};

// What a chart shows: its path in the data, with the choice of its control as the last step.
function dataOf(box) {
  const path = JSON.parse(box.dataset.path);
  const control = box.dataset.control && document.querySelector(`[name="${box.dataset.control}"]:checked, select[name="${box.dataset.control}"]`);
  return [...path, ...(control ? [control.value] : [])].reduce((value, key) => value?.[key], DATA);
}

async function draw(box) {
  const width = Math.floor(box.clientWidth);
  const found = dataOf(box);
  if (!width || !found) return;
  const turn = (box.turn = (box.turn ?? 0) + 1);
  const spec = SPECS[box.dataset.chart](found, width);
  box.drawn = width;
  if (!spec) {
    box.textContent = "Nothing was measured that could be drawn.";
    return;
  }
  const fresh = document.createElement("div");
  const { view, finalize } = await vegaEmbed(fresh, spec, {
    mode: "vega-lite", renderer: "svg", actions: false, ast: true, defaultStyle: false,
    tooltip: { theme: "custom", disableDefaultStyle: true },
  });
  if (turn !== box.turn) return finalize();
  box.finish?.();
  box.finish = finalize;
  box.replaceChildren(fresh);
  box.dataset.state = "drawn";
  return view;
}

// What is near the window is drawn first, the rest when nothing else is to do: printing shows all of it.
function setUpCharts() {
  const boxes = [...document.querySelectorAll("[data-chart]")];
  const near = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) if (isIntersecting && !target.drawn) draw(target);
  }, { rootMargin: "400px" });
  const idle = window.requestIdleCallback ?? ((work) => setTimeout(work, 50));
  const rest = [...boxes];
  const next = async () => {
    while (rest.length && rest[0].drawn) rest.shift();
    if (rest.length) await draw(rest.shift());
    if (rest.length) idle(next);
  };
  let timer;
  const resized = new ResizeObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(() => boxes.filter((box) => box.drawn && Math.abs(box.drawn - box.clientWidth) > 2).forEach(draw), 150);
  });
  resized.observe(document.querySelector("main"));
  for (const box of boxes) near.observe(box);
  document.addEventListener("change", ({ target }) => {
    if (target.name) for (const box of boxes) if (box.dataset.control === target.name) draw(box);
    document.querySelectorAll(`[data-says="${target.name}"]`).forEach((text) => (text.textContent = target.selectedOptions?.[0]?.dataset.text ?? ""));
  });
  if (document.readyState === "complete") idle(next);
  else addEventListener("load", () => idle(next));
}
