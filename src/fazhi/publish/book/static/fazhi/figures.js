/* A chart, its data and its downloads as tabs.  Without this file the data fold out below the chart. */
"use strict";
(() => {
  const { make } = fazhi;
  const PICTURE = { width: 1600, margin: 48, letter: 30, line: 48 };
  /* A canvas may be read back only where all files share an origin, which files on a disk do not. */
  const served = location.protocol.startsWith("http");
  let count = 0;

  for (const figure of document.querySelectorAll("figure.chart")) {
    const data = figure.querySelector("details");
    const drawings = make("div", {}, ...figure.querySelectorAll(":scope > img, :scope > a"));
    const table = make("div", {}, ...[...data.children].filter((each) => each.tagName !== "SUMMARY"));
    const files = make("div", {}, figure.querySelector(".figure-downloads"));
    data.remove();
    if (served) {
      const button = make("button", { type: "button" }, "图（PNG）");
      button.addEventListener("click", () => savePicture(figure));
      files.firstChild.append("　", button);
    }
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

  /* The wide drawing with its title, finding and origin, as an image for a document or a post. */
  async function savePicture(figure) {
    const drawing = new Image();
    drawing.src = figure.querySelector("img.wide").src;
    await drawing.decode();
    const canvas = make("canvas", { width: PICTURE.width });
    const pen = canvas.getContext("2d");
    const written = (selector) => figure.querySelector(selector).textContent;
    const sample = document.querySelector(".sample") ? "【示例数据】" : "";
    const blocks = [
      ["bold", written(".chart-title")],
      ["normal", written("figcaption p")],
      ["normal", `${sample}来源：${document.title}　${location.href.split("#")[0]}`],
    ].map(([weight, text]) => {
      const font = `${weight} ${PICTURE.letter}px ${getComputedStyle(document.body).fontFamily}`;
      return { font, lines: wrapped(pen, font, text) };
    });
    const inner = PICTURE.width - 2 * PICTURE.margin;
    const height = inner * drawing.naturalHeight / drawing.naturalWidth;
    const rows = blocks.reduce((sum, block) => sum + block.lines.length, 0);
    canvas.height = height + rows * PICTURE.line + 3 * PICTURE.margin;
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.fillStyle = "#22282b";
    let top = PICTURE.margin;
    blocks.forEach((block, n) => {
      pen.font = block.font;
      for (const line of block.lines) {
        top += PICTURE.line;
        pen.fillText(line, PICTURE.margin, top - PICTURE.line / 3);
      }
      if (n) return;
      pen.drawImage(drawing, PICTURE.margin, top, inner, height);
      top += height + PICTURE.margin / 2;
    });
    canvas.toBlob((picture) => {
      const href = URL.createObjectURL(picture);
      const name = `chart-${figure.dataset.source.split("/").reverse().join("-")}.png`;
      make("a", { href, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(href), 60000);
    });
  }

  function wrapped(pen, font, text) {
    const lines = [""];
    pen.font = font;
    for (const letter of text) {
      if (pen.measureText(lines[0] + letter).width > PICTURE.width - 2 * PICTURE.margin) lines.unshift("");
      lines[0] += letter;
    }
    return lines.reverse();
  }
})();
