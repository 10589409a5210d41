/* Return one line per broken rule of accessibility on this page. */
() => {
  const found = [];
  const say = (rule, element) => found.push(rule + ": " + element.outerHTML.slice(0, 120));
  const name = (e) => (e.getAttribute("aria-label") || e.textContent || e.title || "").trim();
  const ids = new Map();
  for (const e of document.querySelectorAll("[id]")) {
    if (ids.has(e.id)) say("an id twice", e);
    ids.set(e.id, e);
  }
  for (const e of document.querySelectorAll("[aria-describedby], [aria-labelledby], [aria-controls]"))
    for (const a of ["aria-describedby", "aria-labelledby", "aria-controls"])
      for (const id of (e.getAttribute(a) || "").split(" ").filter(Boolean))
        if (!ids.has(id)) say("a reference to nothing", e);
  for (const e of document.querySelectorAll("img")) {
    if (!e.getAttribute("alt")) say("an image without text", e);
  }
  for (const e of document.querySelectorAll("svg")) {
    if (!e.getAttribute("aria-label")) say("a drawing without text", e);
  }
  for (const e of document.querySelectorAll("a[href], button, summary")) {
    if (!name(e) && !e.querySelector("img[alt]")) say("a control without name", e);
  }
  for (const e of document.querySelectorAll("input, select, textarea")) {
    if (!e.getAttribute("aria-label") && !e.closest("label")) say("a field without label", e);
  }
  for (const e of document.querySelectorAll("table")) {
    if (!e.caption || !e.caption.textContent.trim()) say("a table without caption", e);
  }
  for (const e of document.querySelectorAll("th")) {
    if (!e.scope || !e.textContent.trim()) say("a heading cell without scope or text", e);
  }
  let before = 0;
  for (const e of document.querySelectorAll("main :is(h1, h2, h3, h4, h5, h6)")) {
    const level = Number(e.tagName[1]);
    if (level > before + 1) say("a heading level left out", e);
    before = level;
  }
  if (document.querySelectorAll("h1").length !== 1) found.push("not exactly one main heading");
  for (const tag of ["main", "header", "footer"]) if (document.querySelectorAll("body > " + tag + ", .frame > " + tag).length !== 1) found.push("not exactly one " + tag);
  for (const e of document.querySelectorAll("a a, a button, button a, button button")) say("a control in a control", e);
  for (const e of document.querySelectorAll("body *")) {
    if (e.scrollWidth > e.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(e).overflowX) && e.tabIndex < 0 && !e.querySelector("a, button, input")) say("a scroll box no key reaches", e);
  }
  if (document.documentElement.lang !== "zh-CN" || !document.title.trim()) found.push("no language or title");
  return found;
}
