/* Sort and filter a table; on the compare page, choose its two years.  Without this file it reads on. */
"use strict";
const fazhiPairs = new Map();
const fazhiCompare = (year, against) => fazhiPairs.set(String(year), against);
(() => {
  const { make, once } = fazhi;
  const page = document.documentElement.dataset;
  const years = page.years.split(" ");

  for (const box of document.querySelectorAll(".sortable")) {
    const table = box.querySelector("table");
    const told = make("span", { role: "status" });
    const sought = make("input", { type: "search", placeholder: "筛选", "aria-label": "筛选表中各行" });
    const tools = make("div", { class: "table-tools" });
    const filter = () => {
      const rows = [...table.tBodies[0].rows];
      for (const row of rows) row.hidden = !row.textContent.includes(sought.value.trim());
      told.textContent = `${rows.filter((row) => !row.hidden).length} / ${rows.length} 行`;
    };
    sought.addEventListener("input", filter);
    if (box.dataset.year) tools.append(...chooser(box, table, filter));
    tools.append(sought, told);
    box.prepend(tools);
    [...table.tHead.rows[0].cells].forEach((cell, n) => addSort(table, cell, n));
    filter();
  }

  function addSort(table, cell, n) {
    const button = make("button", { type: "button", class: "sort" }, ...cell.firstElementChild.childNodes);
    button.addEventListener("click", () => {
      const down = cell.getAttribute("aria-sort") === "ascending";
      for (const each of cell.parentElement.cells) each.removeAttribute("aria-sort");
      cell.setAttribute("aria-sort", down ? "descending" : "ascending");
      table.tBodies[0].append(...[...table.tBodies[0].rows].sort((a, b) => order(a.cells[n], b.cells[n], down ? -1 : 1)));
    });
    cell.firstElementChild.replaceChildren(button);
  }

  /* Numbers before words, by size; what has no value stays last either way. */
  function order(a, b, sign) {
    const [x, y] = [a, b].map(measure);
    if (Number.isNaN(x) !== Number.isNaN(y)) return Number.isNaN(x) ? 1 : -1;
    if (!Number.isNaN(x)) return sign * (x - y);
    return sign * a.textContent.localeCompare(b.textContent, "zh");
  }

  function measure(cell) {
    const fact = cell.querySelector("a.fact");
    return parseFloat(fact ? fact.dataset.value || "?" : cell.textContent.trim().replace("−", "-"));
  }

  /* ---- any two years ---- */
  function chooser(box, table, filter) {
    const select = (label, chosen) => {
      const list = make("select", { "aria-label": label }, ...years.slice().reverse().map((year) => make("option", { value: year }, `${year}年`)));
      list.value = chosen;
      return list;
    };
    const [one, two] = [select("年度", box.dataset.year), select("对照年度", box.dataset.baseline)];
    const show = async () => {
      if (one.value === two.value) two.value = years.find((each) => each !== one.value);
      await Promise.all([once(`facts-${one.value}`), once(`facts-${two.value}`), once(`compare-${one.value}`)]);
      fill(table, one.value, two.value);
      filter();
    };
    one.addEventListener("change", show);
    two.addEventListener("change", show);
    return [one, make("span", {}, "与"), two];
  }

  function fill(table, year, base) {
    const lines = fazhiPairs.get(year)[base];
    table.caption.textContent = `${year}年与${base}年比较`;
    const heads = table.tHead.rows[0].cells;
    [year, base].forEach((each, n) => { heads[n + 1].querySelector("button").textContent = `${each}年`; });
    for (const head of heads) head.removeAttribute("aria-sort");
    table.tBodies[0].replaceChildren(...lines.map(([id, label, change, percent, note, link]) => make("tr", {},
      make("th", { scope: "row" }, label),
      ...[year, base].map((each) => make("td", { class: "text-right" }, number(each, id))),
      make("td", { class: "text-right" }, change ? changed(year, id, change) : "不可比"),
      make("td", { class: "text-right" }, percent ? changed(year, id, percent) : "—"),
      make("td", {}, note ? make("span", { class: "fact-ignored" }, note) : "", link ? make("a", { href: page.content_root + link }, "这个变化从何而来") : ""))));
  }

  function number(year, id) {
    const fact = fazhi.years.get(year)[id];
    if (!fact) return "无记录";
    return make("a", {
      class: "fact", "data-fact": `${year}/${id}`, "data-value": fact.value, "data-verdict": fact.verdict,
      "data-basis": fact.mark === "computed" ? "computed" : undefined, href: page.content_root + fact.cell,
    }, fact.counted);
  }

  const changed = (year, id, text) => make("a", {
    class: "fact-change", "data-fact": `${year}/${id}`, href: page.content_root + fazhi.years.get(year)[id].cell,
  }, text);
})();
