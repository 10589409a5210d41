/* Cite the page; report a mistake as a slip that staff can replay.  Nothing leaves the machine. */
"use strict";
(() => {
  const { make, button, copy } = fazhi;
  const place = (name) => document.querySelector(`[data-tool="${name}"]`);
  if (!place("cite")) return;
  const page = document.documentElement.dataset;

  const told = make("p", { role: "status" });
  place("cite").append(button("复制引文", () => copy(document.getElementById("citation").textContent, told)), told);

  const chosen = make("p", { role: "status" }, "没有选定数字：点开正文中的数字，再选“纠错”，编号和值会自动填好。");
  const field = (label, rows) => {
    const box = make("textarea", { rows });
    return { box, line: make("label", {}, label, box) };
  };
  const correct = field("你认为正确的值", 1);
  const reason = field("依据", 2);
  const shown = make("textarea", { rows: 6, readonly: "", "aria-label": "纠错单" });
  const copied = make("p", { role: "status" });
  let number = {};

  const text = () => JSON.stringify({
    slip: 1, page: `${page.page}.html`, title: document.querySelector("article h1").firstChild.textContent, version: page.version,
    ...number, correct: correct.box.value, reason: reason.box.value,
  }, null, 1);
  const refresh = () => { shown.value = text(); };
  const save = () => {
    const link = make("a", { href: URL.createObjectURL(new Blob([text()], { type: "application/json" })), download: "纠错单.json" });
    link.click();
    URL.revokeObjectURL(link.href);
  };

  const box = place("slip");
  box.append(chosen, correct.line, reason.line, shown,
    make("p", { class: "panel-row" }, button("复制纠错单", () => copy(text(), copied)), button("下载纠错单", save)), copied);
  box.addEventListener("input", refresh);
  refresh();

  fazhi.report = (key, fact) => {
    number = {
      fact: key, printed: fact.printed, value: fact.value, unit: fact.unit,
      definition_version: String(fact.version), version: fact.cutoff,
    };
    chosen.textContent = `所报的数：${fact.label}，${fact.printed}（${key}）。`;
    refresh();
    box.closest("details").open = true;
    correct.box.focus();
  };
})();
