/* The panel beside a number, and the review mode.  Without this file every number is a plain link. */
"use strict";
const fazhi = { years: new Map(), rules: [] };
const fazhiYear = (year, facts) => fazhi.years.set(String(year), facts);
const fazhiRules = (rules) => {
  const here = `${document.documentElement.dataset.page}.html`;
  fazhi.rules = rules.filter(([, , pages]) => !pages.length || pages.includes(here))
    .map(([name, source]) => [name, new RegExp(source, "gs")]);
};

(() => {
  const page = document.documentElement.dataset;
  const root = page.content_root;
  const article = document.querySelector("article");
  const words = { supported: "相符", loose: "偏宽", contradicted: "不符", no_record: "无记录", computed: "算出" };
  /* A number that no published claim asserts is computed, neither borne out nor contradicted. */
  const markOf = (link) => link.dataset.basis || link.dataset.verdict;

  const load = (name) => new Promise((done, fail) => {
    const script = document.createElement("script");
    script.src = `${root}_static/fazhi/${name}.js`;
    script.onload = done;
    script.onerror = fail;
    document.head.append(script);
  });
  const loading = new Map();
  const once = (name) => loading.get(name) || loading.set(name, load(name)).get(name);

  async function lookUp(key) {
    const [year, id] = key.split("/");
    if (!page.years.split(" ").includes(year)) return null;
    await once(`facts-${year}`);
    return fazhi.years.get(year)?.[id] || null;
  }

  /* Small builder: make("a", {href}, "text", node …). */
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "onclick") element.addEventListener("click", value);
      else if (value !== undefined) element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  }
  const button = (text, onclick, extra = {}) => make("button", { type: "button", onclick, ...extra }, text);

  /* ---- panel ---- */
  const panel = make("div", { class: "panel", role: "dialog", "aria-label": "数字的来历", hidden: "" });
  document.body.append(panel);
  let opener = null;

  async function open(key, from = null) {
    const fact = await lookUp(key);
    if (!fact) return;
    opener = from || opener;
    document.querySelectorAll(".fact-open").forEach((each) => each.classList.remove("fact-open"));
    from?.classList.add("fact-open");
    const title = make("h2", { tabindex: "-1" }, fact.label);
    panel.replaceChildren(
      make("div", { class: "panel-top" }, title, button("关闭", close, { "aria-keyshortcuts": "Escape" })),
      make("p", { class: "panel-value" }, fact.printed, " ",
        make("span", { class: `verdict verdict-${fact.mark}` }, fact.word)),
      fact.reason ? make("p", {}, fact.reason) : "",
      make("p", {}, make("a", { class: "panel-cell", href: root + fact.cell }, "查看计算单元")),
      listing(key, fact),
      places(key, fact, from),
      copying(key, fact),
    );
    panel.hidden = false;
    document.body.dataset.panel = "open";
    if (matchMedia("(max-width: 62rem)").matches) from?.scrollIntoView({ block: "start" });
    title.focus({ preventScroll: true });
  }

  function listing(key, fact) {
    const rows = [
      ["计算值", `${fact.value} ${fact.unit}`],
      ["时期", fact.period],
      ["口径", `${fact.definition}（第 ${fact.version} 版）`],
      fact.change && ["与上年比", fact.change],
      fact.previous.length && ["上年", button(`${fact.previous[1]}：${fact.previous[2]}`, () => open(fact.previous[0]))],
      ...fact.readings.map(([label, value]) => ["另一读法", `${label}：${value}`]),
      fact.section && ["报告章节", fact.section],
      ["算式", make("pre", { tabindex: "0", role: "group", "aria-label": "算式" }, make("code", {}, fact.formula))],
      ["证据", evidence(fact)],
      ["编号", key],
    ].filter(Boolean);
    return make("dl", {}, ...rows.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]));
  }

  function evidence(fact) {
    const box = make("div", {}, `${fact.rows} 条记录`);
    if (fact.evidence.length) {
      const rows = fact.evidence.map(([file, sheet, row, part]) =>
        make("li", {}, `${file.split("/").at(-1)}${sheet ? `「${sheet}」` : ""}第 ${row} 行，计入 ${part}`));
      box.append(make("ul", {}, ...rows), fact.rows > rows.length ? "其余见计算单元。" : "");
    }
    for (const [file, sha256] of fact.inputs) {
      box.append(make("p", { class: "panel-file" }, `${file} 指纹 ${sha256.slice(0, 12)}…`));
    }
    return box;
  }

  /* Where else the number is printed, with previous and next. */
  function places(key, fact, from) {
    if (!fact.places.length) return make("p", {}, "正文中没有印出这个数。");
    const here = `${page.page}.html#${from?.parentElement.id}`;
    const at = fact.places.findIndex(([href]) => href === here);
    const go = (step) => visit(key, fact.places[(at + step + fact.places.length) % fact.places.length][0]);
    const items = fact.places.map(([href, title, context], n) => make("li", n === at ? { "aria-current": "true" } : {},
      make("a", { href: root + href, onclick: (event) => { event.preventDefault(); visit(key, href); } }, title),
      `：${context}`));
    return make("section", {}, make("h3", {}, `本数见于 ${fact.places.length} 处`),
      make("p", { class: "panel-row" }, button("上一处", () => go(-1)), button("下一处", () => go(1))),
      make("ol", {}, ...items));
  }

  function visit(key, href) {
    const [file, anchor] = href.split("#");
    if (file === `${page.page}.html`) {
      const link = document.getElementById(anchor)?.querySelector("a");
      link?.scrollIntoView({ block: "center" });
      open(key, link);
    } else location.href = `${root}${file}?at=${anchor}#fact=${key}`;
  }

  /* Copy, or lay the text out where the browser will not. */
  async function copy(text, told) {
    try { await navigator.clipboard.writeText(text); told.textContent = "已复制。"; } catch {
      const box = make("textarea", { readonly: "", rows: "3", "aria-label": "可复制的文字" });
      box.value = text;
      told.replaceChildren("请按复制键：", box);
      box.select();
    }
  }
  Object.assign(fazhi, { make, button, copy, once });

  function copying(key, fact) {
    const url = `${location.href.split(/[?#]/)[0]}#fact=${key}`;
    const site = document.querySelector(".brand").textContent;
    const sample = document.querySelector(".sample") ? "，示例数据" : "";
    const cite = `${site}：${fact.period}${fact.label}，${fact.printed}（计算值${fact.value}${fact.unit}，口径第${fact.version}版${sample}），${url}`;
    const told = make("p", { role: "status" });
    return make("div", {}, make("p", { class: "panel-row" },
      button("复制链接", () => copy(url, told)), button("复制引文", () => copy(cite, told)),
      button("纠错", () => { close(); fazhi.report(key, fact); })), told);
  }

  function close() {
    panel.hidden = true;
    delete document.body.dataset.panel;
    document.querySelectorAll(".fact-open").forEach((each) => each.classList.remove("fact-open"));
    if (location.hash.startsWith("#fact=")) history.replaceState(null, "", location.pathname + location.search);
    opener?.focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) close();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.fact, a.fact-change");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    open(link.dataset.fact, link).catch(() => { location.href = link.href; });
  });

  function fromAddress() {
    const key = decodeURIComponent(/^#fact=(.+)$/.exec(location.hash)?.[1] || "");
    if (!key) return;
    const at = new URLSearchParams(location.search).get("at");
    const link = document.getElementById(at)?.querySelector("a")
      || article.querySelector(`a.fact[data-fact="${CSS.escape(key)}"]`);
    link?.scrollIntoView({ block: "center" });
    open(key, link);
  }
  addEventListener("hashchange", fromAddress);

  /* ---- review mode ---- */
  const skip = "a.fact, a.fact-change, .fact-derived, .fact-ignored, .fact-card, .cell, .headerlink, code, pre, svg, h1, h2, h3, h4, nav, button, [role=button], select, .review, .table-tools";
  const allowed = [
    ["日期与年度", /(?:[12]\d{3}[—－–~至-])?[12]\d{3}年(?:度|底|初)?(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月(?:\d{1,2}日)?|[12]\d{3}-\d{2}-\d{2}/g],
    ["文号与条文", /〔\d{4}〕第?\d*号?|第\d+[章节条款项版批届次]|《[^》]*》/g],
    ["代号", /[A-Za-z]+-?\d+/g],
    ["编号", /^\s*[（(]?\d+[）)、.．]/g],
  ];
  /* Pages written by the program list counts by month, street or kind in tables of their own. */
  const listed = page.page.startsWith("book/generated/");
  const numeral = /[0-9０-９]+(?:[.,，．][0-9０-９]+)*[%％]?/g;
  let bar = null;

  function untraced() {
    const found = [];
    const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.closest(listed ? `${skip}, table` : skip)) continue;
      const covered = [...allowed, ...fazhi.rules].flatMap(([, rule]) =>
        [...node.data.matchAll(rule)].map((m) => [m.index, m.index + m[0].length]));
      for (const match of node.data.matchAll(numeral)) {
        const end = match.index + match[0].length;
        if (!covered.some(([a, b]) => a <= match.index && end <= b)) found.push([node, match.index, end]);
      }
    }
    return found;
  }

  function markUntraced() {
    const found = untraced();
    for (const [node, start, end] of found.reverse()) {
      const range = document.createRange();
      range.setStart(node, start);
      range.setEnd(node, end);
      range.surroundContents(make("span", { class: "untraced", title: "没有出处的数" }));
    }
    return found.length;
  }

  async function startReview() {
    await once("rules").catch(() => {});
    const loose = article.querySelectorAll(".untraced").length || markUntraced();
    const links = [...article.querySelectorAll("a.fact")];
    const count = (mark) => links.filter((each) => markOf(each) === mark).length;
    const sections = [...article.querySelectorAll("section")].filter((each) => each.querySelector(":scope > h2"));
    const choose = make("select", { "aria-label": "只看一节" }, make("option", { value: "" }, "全部章节"),
      ...sections.map((each, n) => make("option", { value: n }, each.querySelector("h2").firstChild.textContent)));
    const boxes = Object.keys(words).map((mark) => {
      const box = make("input", { type: "checkbox", value: mark });
      box.checked = true;
      return make("label", {}, box, make("span", { class: `verdict verdict-${mark}` }, words[mark]), ` ${count(mark)}`);
    });
    const apply = () => {
      const kept = new Set(boxes.map((each) => each.firstChild).filter((each) => each.checked).map((each) => each.value));
      for (const link of links) {
        const inside = choose.value === "" || sections[choose.value].contains(link);
        link.classList.toggle("fact-out", !(inside && kept.has(markOf(link))));
      }
    };
    bar = make("section", { class: "review", "aria-label": "核对模式" },
      make("p", { role: "status" }, `本页 ${links.length} 个数可追溯，${loose} 个没有出处。${listed ? "表中未加下划线的数由程序从登记簿列出，不逐个追溯。" : ""}`),
      make("div", { class: "panel-row" }, ...boxes, choose), finder());
    bar.addEventListener("change", apply);
    article.prepend(bar);
    document.body.dataset.review = "on";
  }

  function stopReview() {
    bar.remove();
    bar = null;
    delete document.body.dataset.review;
    article.querySelectorAll(".fact-out").forEach((each) => each.classList.remove("fact-out"));
  }

  /* Search over all facts by name, id, unit or any written form of the value. */
  function finder() {
    const box = make("input", { type: "search", placeholder: "按名称、数值或单位找数，例如 11.3 或 十一万三千", "aria-label": "找数" });
    const list = make("ul", { class: "found", role: "list" });
    box.addEventListener("input", async () => {
      await Promise.all(page.years.split(" ").map((year) => once(`facts-${year}`)));
      list.replaceChildren(...find(box.value.trim()).slice(0, 20).map(([key, fact]) => make("li", {},
        button(`${key.slice(0, 4)}年 ${fact.label}：${fact.printed}`, (event) => open(key, event.currentTarget)))));
    });
    return make("div", {}, box, list);
  }

  function find(sought) {
    if (!sought) return [];
    const wanted = sought.normalize("NFKC");
    const matches = ([id, fact]) => id.includes(wanted) || fact.label.includes(wanted) || fact.unit === wanted
      || fact.printed.normalize("NFKC").includes(wanted)
      || fact.forms.some((form) => form === wanted || form + fact.unit === wanted || form.replace(/[万亿]$/, "") === wanted);
    return [...fazhi.years].sort().reverse().flatMap(([year, facts]) =>
      Object.entries(facts).filter(matches).map(([id, fact]) => [`${year}/${id}`, fact]));
  }

  const reviewSwitch = document.querySelector('[data-switch="review"]');
  reviewSwitch.addEventListener("click", async () => {
    if (bar) stopReview(); else await startReview();
    reviewSwitch.setAttribute("aria-pressed", Boolean(bar));
  });
  if (new URLSearchParams(location.search).has("review")) reviewSwitch.click();
  fromAddress();
})();
