"use strict";

// Theme: the system's until the button is used.
function setUpTheme() {
  const root = document.documentElement;
  const button = document.getElementById("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  const show = () => button.setAttribute("aria-pressed", String(isDark()));
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try {
      localStorage.setItem("bench-theme", root.dataset.theme);
    } catch {}
    show();
  });
  system.addEventListener("change", show);
  button.hidden = false;
  show();
}

// Tables: a header's button sorts up, then down, then back to the order of the file. Missing values stay last.
function setUpSorting() {
  const status = document.getElementById("status");
  for (const table of document.querySelectorAll("table.sortable")) {
    const body = table.tBodies[0];
    const original = [...body.rows];
    const headers = [...table.tHead.rows[0].cells];
    headers.forEach((header, column) => {
      header.querySelector("button").addEventListener("click", () => {
        const was = header.getAttribute("aria-sort");
        const now = was === null ? "ascending" : was === "ascending" ? "descending" : null;
        for (const other of headers) other.removeAttribute("aria-sort");
        if (now) header.setAttribute("aria-sort", now);
        table.classList.toggle("sorted", now !== null);
        body.append(...(now ? sorted(original, column, now === "ascending" ? 1 : -1) : original));
        const title = header.querySelector("button").firstChild.textContent.trim();
        status.textContent = now ? `Sorted by ${title}, ${now}.` : "In the original order.";
      });
    });
  }
}

function sorted(rows, column, sign) {
  const keyed = rows.map((row) => ({ row, key: row.cells[column].dataset.v }));
  const known = keyed.filter(({ key }) => key !== undefined);
  const numeric = known.every(({ key }) => key !== "" && !Number.isNaN(Number(key)));
  const compare = numeric ? (a, b) => a - b : (a, b) => a.localeCompare(b, "en", { numeric: true });
  known.sort((a, b) => sign * compare(a.key, b.key));
  return [...known, ...keyed.filter(({ key }) => key === undefined)].map(({ row }) => row);
}

// What is wider than the page scrolls in its own box, with the keyboard too.
function setUpScrolling() {
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth + 1) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  document.querySelectorAll(".scroll").forEach((box) => observer.observe(box));
}

// On paper nothing can be unfolded.
function setUpPrinting() {
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const details of closed) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
  });
}

setUpTheme();
setUpSorting();
setUpScrolling();
setUpPrinting();
setUpCharts();
