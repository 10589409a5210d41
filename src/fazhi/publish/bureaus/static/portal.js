/* Sort the table by a column.  Without this file the table reads on. */
"use strict";
for (const table of document.querySelectorAll("table")) {
  [...table.tHead.rows[0].cells].forEach((cell, n) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...cell.childNodes);
    cell.append(button);
    button.addEventListener("click", () => {
      const down = cell.getAttribute("aria-sort") === "ascending";
      for (const each of cell.parentElement.cells) each.removeAttribute("aria-sort");
      cell.setAttribute("aria-sort", down ? "descending" : "ascending");
      const sign = down ? -1 : 1;
      table.tBodies[0].append(...[...table.tBodies[0].rows].sort((a, b) => order(a.cells[n], b.cells[n], sign)));
    });
  });
}

/* Numbers before words, by size; what has no value stays last either way. */
function order(a, b, sign) {
  const [x, y] = [a, b].map((cell) => parseFloat(cell.dataset.value));
  if (Number.isNaN(x) !== Number.isNaN(y)) return Number.isNaN(x) ? 1 : -1;
  return sign * (Number.isNaN(x) ? a.textContent.localeCompare(b.textContent, "zh") : x - y);
}
