/* A chart, its data and its downloads as tabs.  Without this file the data fold out below the chart. */
"use strict";
(() => {
  const { make } = fazhi;
  let count = 0;

  for (const figure of document.querySelectorAll("figure.chart")) {
    const data = figure.querySelector("details");
    const drawings = make("div", {}, ...figure.querySelectorAll(":scope > img, :scope > a"));
    const table = make("div", {}, ...[...data.children].filter((each) => each.tagName !== "SUMMARY"));
    const files = make("div", {}, figure.querySelector(".figure-downloads"));
    data.remove();
    const parts = [["图", drawings], ["表", table], ["下载", files]];
    const tabs = parts.map(([word, panel]) => {
      count += 1;
      panel.id = `figure-${count}`;
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", `figure-${count}-tab`);
      return make("button", { type: "button", role: "tab", id: `figure-${count}-tab`, "aria-controls": panel.id }, word);
    });
    const choose = (n) => tabs.forEach((tab, each) => {
      tab.setAttribute("aria-selected", each === n);
      tab.tabIndex = each === n ? 0 : -1;
      parts[each][1].hidden = each !== n;
    });
    tabs.forEach((tab, n) => {
      tab.addEventListener("click", () => choose(n));
      tab.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) return;
        const next = (n + step + tabs.length) % tabs.length;
        choose(next);
        tabs[next].focus();
      });
    });
    const title = figure.querySelector(".chart-title").textContent;
    figure.prepend(make("div", { role: "tablist", class: "tabs", "aria-label": title }, ...tabs),
      ...parts.map(([, panel]) => panel));
    choose(0);
  }
})();
