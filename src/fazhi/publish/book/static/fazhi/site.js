/* Switches, the menu on a phone, the search box's words on the page it led to. */
"use strict";
(() => {
  const root = document.documentElement;
  const keep = (name, value) => { try { localStorage[name] = value; } catch { /* not kept */ } };

  const switches = {
    dark: {
      on: () => root.dataset.theme === "dark",
      set: (on) => { root.dataset.theme = on ? "dark" : "light"; keep("dark", on); },
    },
    large: {
      on: () => root.dataset.size === "large",
      set: (on) => { if (on) root.dataset.size = "large"; else delete root.dataset.size; keep("large", on); },
    },
  };
  for (const [name, each] of Object.entries(switches)) {
    const button = document.querySelector(`[data-switch="${name}"]`);
    const show = () => button.setAttribute("aria-pressed", each.on());
    button.addEventListener("click", () => { each.set(!each.on()); show(); });
    show();
  }
  document.querySelector(".switches").hidden = false;

  const side = document.querySelector(".side");
  const narrow = matchMedia("(max-width: 62rem)");
  const fold = () => { side.open = !narrow.matches; };
  narrow.addEventListener("change", fold);
  fold();
  root.dataset.js = "ready";

  /* Escape puts an explanation away without moving the focus or the pointer. */
  const tips = (state) => () => { root.dataset.tips = state; };
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") tips("off")(); });
  document.addEventListener("focusin", tips("on"));
  document.addEventListener("pointerover", tips("on"));

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey) return;
    if (event.target.matches("input, textarea, select")) return;
    event.preventDefault();
    document.querySelector(".find input").focus();
  });

  const sought = new URLSearchParams(location.search).get("hl");
  if (sought) mark(document.querySelector("article"), sought.split(/\s+/).filter(Boolean));

  /* Mark every occurrence of the terms, also where one runs across links and line breaks. */
  function mark(article, terms) {
    const letters = [];
    const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.closest("script, style, .headerlink, svg")) continue;
      [...node.data].reduce((at, letter) => {
        if (letter.trim()) letters.push({ node, at, end: at + letter.length, letter });
        return at + letter.length;
      }, 0);
    }
    const text = letters.map((each) => each.letter.normalize("NFKC").toLowerCase()[0]).join("");
    const hit = new Set();
    for (const term of terms) {
      const wanted = term.normalize("NFKC").toLowerCase();
      for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
        for (let i = 0; i < wanted.length; i++) hit.add(letters[at + i]);
      }
    }
    const runs = [];
    for (const each of letters) {
      if (!hit.has(each)) continue;
      const last = runs.at(-1);
      if (last && last.node === each.node && last.end === each.at) last.end = each.end;
      else runs.push({ node: each.node, at: each.at, end: each.end });
    }
    for (const { node, at, end } of runs.reverse()) {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, end);
      const marked = document.createElement("mark");
      marked.className = "highlighted";
      range.surroundContents(marked);
    }
    const first = article.querySelector("mark.highlighted");
    if (first && !location.hash) first.scrollIntoView({ block: "center" });
  }
})();
