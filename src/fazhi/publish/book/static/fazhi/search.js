/* The search page: index from searchindex.js, text of the candidates from text/<page>.js. */
"use strict";
const fazhiTexts = new Map();
const fazhiText = (page, text) => fazhiTexts.set(page, text);

const Search = (() => {
  const root = document.documentElement.dataset.content_root;
  const query = (new URLSearchParams(location.search).get("q") || "").trim();
  const status = document.getElementById("search-status");
  const list = document.getElementById("search-results");
  const KINDS = [
    ["/statistics", "统计年报"], ["/downloads", "数据下载"], ["/changes", "变化拆分"], ["/revisions", "更正说明"],
    ["generated/", "计算过程"], ["", "正文"],
  ];
  const fold = (text) => text.replaceAll("，", "。").normalize("NFKC").toLowerCase().replace(/(?<=\d),(?=\d)/g, "");

  /* Folded letter by letter, so that positions stay those of the text. */
  const foldEach = (text) => [...text].map((letter) => {
    const folded = letter.normalize("NFKC").toLowerCase();
    return folded.length === letter.length ? folded : letter;
  }).join("");

  function pagesWith(index, token) {
    const exact = [index.terms[token], index.titleterms[token]].flat().filter((n) => n !== undefined);
    if (exact.length || !token.startsWith("w.")) return new Set(exact);
    const longer = Object.entries({ ...index.terms, ...index.titleterms });
    return new Set(longer.filter(([term]) => term.startsWith(token)).flatMap(([, pages]) => pages));
  }

  function candidates(index, tokens) {
    const sets = tokens.map((token) => pagesWith(index, token));
    return [...(sets[0] || [])].filter((page) => sets.every((set) => set.has(page)));
  }

  const load = (page) => new Promise((done) => {
    const script = document.createElement("script");
    script.src = `${root}_static/fazhi/text/${page}.js`;
    script.onload = script.onerror = done;
    document.head.append(script);
  });

  function excerpt(text, terms) {
    const block = text.split("\n").find((each) => place(foldEach(each), terms[0])) || "";
    const found = terms.map((term) => place(foldEach(block), term)).filter(Boolean);
    const line = document.createElement("p");
    if (!found.length) return line;
    const start = Math.max(0, found[0][0] - 40);
    const shown = block.slice(start, start + 140);
    line.append(start ? "…" : "");
    let at = 0;
    const marks = found.map(([a, b]) => [a - start, b - start]).filter(([a, b]) => a >= 0 && b <= 140);
    for (const [a, b] of marks.sort((x, y) => x[0] - y[0])) {
      if (a < at) continue;
      const marked = document.createElement("mark");
      marked.textContent = shown.slice(a, b);
      line.append(shown.slice(at, a), marked);
      at = b;
    }
    line.append(shown.slice(at), start + 140 < block.length ? "…" : "");
    return line;
  }

  /* A term as an expression: white space may lie between its characters, its numbers are whole. */
  function expression(term) {
    const digit = (c) => c >= "0" && c <= "9";
    const signs = [...term];
    const body = signs.map((c, i) => {
      const gap = !i ? "" : digit(c) && digit(signs[i - 1]) ? ",?" : "\\s*";
      return gap + c.replace(/[.*+?^${}()|[\]\\\/]/, "\\$&");
    }).join("");
    const before = digit(signs[0]) ? "(?<![0-9]|[0-9][.,])" : "";
    const after = digit(signs.at(-1)) ? "(?![0-9]|\\.[0-9]|,[0-9]{3}(?![0-9]))" : "";
    return new RegExp(before + body + after, "g");
  }

  function place(text, term) {
    const match = expression(term).exec(text);
    return match && [match.index, match.index + match[0].length];
  }

  async function show(index) {
    const terms = fold(query).split(/\s+/).filter(Boolean);
    const pages = candidates(index, splitQuery(query)).map((n) => [index.docnames[n], index.titles[n]]);
    await Promise.all(pages.map(([page]) => load(page)));
    const results = pages.map(([page, title]) => {
      const text = fazhiTexts.get(page) || "";
      const blocks = text.split("\n").map(fold);
      const holds = terms.every((term) => blocks.some((each) => place(each, term)));
      const inTitle = terms.every((term) => place(fold(title), term));
      const often = blocks.join("\n").match(expression(terms[0]))?.length ?? 0;
      return { page, title, text, holds, score: (inTitle ? 1000 : 0) - (page.includes("generated/") ? 500 : 0) + often };
    }).filter((each) => each.holds).sort((a, b) => b.score - a.score || (a.page < b.page ? -1 : 1));
    for (const each of results) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = `${root}${each.page}.html?hl=${encodeURIComponent(query)}`;
      link.textContent = new DOMParser().parseFromString(each.title, "text/html").body.textContent;
      const year = /(20\d\d)/.exec(each.page);
      const kind = KINDS.find(([part]) => each.page.includes(part))[1];
      const note = document.createElement("span");
      note.textContent = `${year ? `${year[1]}年 · ` : ""}${kind}`;
      item.append(link, note, excerpt(each.text, terms));
      list.append(item);
    }
    status.textContent = results.length
      ? `“${query}”见于 ${results.length} 页。`
      : `没有找到“${query}”。可以换一个词，或只写其中几个字。`;
  }

  for (const box of document.querySelectorAll("input[name=q]")) box.value = query;
  status.textContent = query ? "正在查找……" : "写下要找的词或数字，例如：行政处罚、656、11.3万元。";
  return { setIndex: (index) => { if (query) show(index); } };
})();
