"""Web pages saved with an ``.xls`` extension, as several business systems export them."""

from __future__ import annotations

from html.parser import HTMLParser

from fazhi.errors import IntakeError
from fazhi.records.sheets import Cell, Merge, Sheet


class _Tables(HTMLParser):
    """Collect the cells of every table; a spanning cell keeps its value top-left, as in Excel."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[Cell]]] = []
        self.merges: list[list[Merge]] = []
        self.depth = 0
        self._taken: dict[tuple[int, int], None] = {}
        self._text: list[str] | None = None
        self._span = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.depth += 1
            if self.depth > 1:
                raise IntakeError("网页里的表格套着表格")
            self.tables.append([])
            self.merges.append([])
            self._taken = {}
        elif tag == "tr" and self.tables:
            self._close_cell()
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables and self.tables[-1]:
            self._close_cell()
            sizes = {k: int(v) for k, v in attrs if v and v.isdecimal() and len(v) < 5}
            self._span = (max(sizes.get("rowspan", 1), 1), max(sizes.get("colspan", 1), 1))
            self._text = []
        elif tag == "br" and self._text is not None:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._close_cell()
        if tag == "table":
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _close_cell(self) -> None:
        if self._text is None:
            return
        rows = self.tables[-1]
        top, row = len(rows) - 1, rows[-1]
        while (top, len(row)) in self._taken:
            row.append(None)
        left, (height, width) = len(row), self._span
        row.append("".join(self._text).strip() or None)
        self._text = None
        cells = [(top + h, left + w) for h in range(height) for w in range(width)]
        self._taken.update(dict.fromkeys(cells[1:]))
        if len(cells) > 1:
            self.merges[-1].append(Merge(top, left, top + height - 1, left + width - 1))


def read_html(name: str, text: str) -> list[Sheet]:
    """Return one sheet per table of a web page.

    Raises:
        IntakeError: The page is cut off, holds no table, or nests tables.
    """
    parser = _Tables()
    try:
        parser.feed(text)
        parser.close()
    except IntakeError as problem:
        raise IntakeError(problem.what, where=name, todo="用 Excel 打开并另存为 .xlsx") from problem
    if not parser.tables:
        raise IntakeError("文件是网页，里面没有表格", where=name, todo="联系报送单位重新导出")
    if parser.depth:
        raise IntakeError(
            "文件不完整（网页在表格中间断了）", where=name, todo="联系报送单位重新发送"
        )
    several = len(parser.tables) > 1
    return [
        Sheet(name, f"表{n}" if several else "", rows, merges=tuple(merges))
        for n, (rows, merges) in enumerate(zip(parser.tables, parser.merges, strict=True), 1)
    ]
