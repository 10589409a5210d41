"""Write every file of ``tests/bad_raw/files``: bad input as people really send it.

Run it after a change and commit the files; a second run writes the same bytes.
What each file must be answered with stands in ``expected.yml``.
"""

# ruff: noqa: E501 - tables of examples read better unbroken

from __future__ import annotations

import csv
import io
import struct
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
import xlwt

FILES = Path(__file__).parent / "files"
HEADER = (
    "序号", "决定书文号", "当事人", "统一社会信用代码", "法定代表人", "违法事实", "处罚类别",
    "罚款金额(万元)", "立案日期", "决定日期", "所属街镇", "条数", "评分", "挂牌督办", "状态", "备注",
)  # fmt: skip
GOOD = (
    1, "（虚）应急罚〔2022〕1号", "上海甲乙商贸有限公司（虚构）", None, "虚构某", "未按规定培训",
    "罚款", 2, "2022-03-01", "2022-03-05", "新泾镇", 3, 90, "否", "有效", None,
)  # fmt: skip
EVENTS = ("序号", "活动编号", "类别", "活动日期(起)", "活动日期(止)", "地点", "参加人数", "状态")

ODS_KIND = "application/vnd.oasis.opendocument.spreadsheet"
ODS_MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"

Rows = Sequence[Sequence[Any]]
_CREATED = datetime(2000, 1, 1)


def row(number: int = 1, **changes: Any) -> list[Any]:
    """Return the good row with number *number* and the named columns changed."""
    cells = dict(zip(HEADER, GOOD, strict=True))
    cells |= {"序号": number, "决定书文号": f"（虚）应急罚〔2022〕{number}号"}
    return list((cells | changes).values())


def rows(*records: Sequence[Any]) -> list[Sequence[Any]]:
    """Return the header and *records*."""
    return [HEADER, *records]


def column(name: str) -> int:
    """Return the 0-based column of a header."""
    return HEADER.index(name)


def money(header: str, amount: Any) -> Rows:
    """Return a table whose fine stands under *header*."""
    fine = "罚款金额(万元)"
    return [[header if h == fine else h for h in HEADER], row(**{fine: amount})]


def put(name: str, content: bytes) -> None:
    """Write one file."""
    (FILES / name).write_bytes(content)


def text(name: str, table: Rows, encoding: str = "utf-8-sig", delimiter: str = ",") -> None:
    """Write a delimited text file."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator="\r\n").writerows(table)
    put(name, stream.getvalue().encode(encoding))


def csv_bytes(table: Rows, encoding: str = "utf-8-sig") -> bytes:
    """Return a delimited text file's bytes."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerows(table)
    return stream.getvalue().encode(encoding)


def xlsx(
    name: str,
    sheets: dict[str, Rows],
    after: Callable[[dict[str, Any]], None] | None = None,
    **options: Any,
) -> None:
    """Write a workbook; *after* may do to its sheets what rows cannot say."""
    put(name, xlsx_bytes(sheets, after, **options))


def xlsx_bytes(
    sheets: dict[str, Rows],
    after: Callable[[dict[str, Any]], None] | None = None,
    **options: Any,
) -> bytes:
    """Return a workbook's bytes, the same for the same content."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, **options}) as book:
        book.set_properties({"created": _CREATED})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        bold = book.add_format({"bold": True})
        made = {}
        for title, table in sheets.items():
            sheet = made[title] = book.add_worksheet(title)
            sheet.bold = bold
            for r, record in enumerate(table):
                for c, cell in enumerate(record):
                    if isinstance(cell, date):
                        sheet.write_datetime(r, c, cell, day)
                    elif isinstance(cell, str):
                        sheet.write_string(r, c, cell)
                    else:
                        sheet.write(r, c, cell)
        if after:
            after(made)
    return stream.getvalue()


def xls(name: str, table: Rows) -> None:
    """Write an Excel 97 workbook."""
    put(name, xls_bytes(table))


def xls_bytes(table: Rows) -> bytes:
    """Return an Excel 97 workbook's bytes."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("台账")
    for r, record in enumerate(table):
        for c, cell in enumerate(record):
            sheet.write(r, c, cell)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def looped(content: bytes) -> bytes:
    """Return an Excel 97 workbook whose first chain of sectors runs in a circle."""
    (table,) = struct.unpack_from("<I", content, 76)
    at = (table + 1) * 512
    return content[: at + 4] + struct.pack("<I", 0) + content[at + 8 :]


def flipped(content: bytes, at: int) -> bytes:
    """Return *content* with one bit changed."""
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def with_password(content: bytes) -> bytes:
    """Return an Excel 97 workbook whose second record says that the rest is encrypted."""
    at = content.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20
    return content[:at] + b"\x2f\x00" + content[at + 2 :]


def with_empty_result(content: bytes) -> bytes:
    """Return a workbook whose formulas that gave X gave an empty text instead."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    return zipped({name: part.replace("<v>X</v>", "<v></v>") for name, part in parts.items()})


def ods(name: str, table: Rows, title: str = "台账") -> None:
    """Write an OpenDocument spreadsheet."""
    body = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p>'
            "</table:table-cell>" if cell is not None else "<table:table-cell/>"
            for cell in record
        )
        + "</table:table-row>"
        for record in table
    )  # fmt: skip
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
        f'<office:body><office:spreadsheet><table:table table:name="{title}">'
        f"{body}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{ODS_MANIFEST}">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_KIND}"/>'
        "</manifest:manifest>"
    )
    put(
        name,
        zipped({"mimetype": ODS_KIND, "content.xml": content, "META-INF/manifest.xml": manifest}),
    )


def zipped(entries: dict[str, str]) -> bytes:
    """Return a zip archive with fixed dates."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in entries.items():
            archive.writestr(
                zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED
            )
    return stream.getvalue()


def html(table: Rows, end: str = "</table></body></html>") -> str:
    """Return a web page with one table, as business systems export it under ``.xls``."""
    body = "".join(
        "<tr>" + "".join(f"<td>{'' if c is None else c}</td>" for c in r) + "</tr>" for r in table
    )
    return f'<html><head><meta charset="utf-8"></head><body><table>{body}{end}'


def make_files() -> None:
    """Write files that cannot be read as a table at all."""
    put("file-empty.csv", b"")
    put("file-blank.csv", b"\xef\xbb\xbf\r\n,,\r\n")
    xlsx("file-blank.xlsx", {"Sheet1": []})
    put("file-utf16.csv", "决定书文号,当事人\r\n".encode("utf-16"))
    put("file-nul.csv", csv_bytes(rows(row())) + b"2,\x00\r\n")
    put("file-replacement.csv", csv_bytes(rows(row(违法事实="未按规\ufffd培训"))))
    put("file-not-decodable.csv", csv_bytes(rows(row()), "gb18030") + b"2,\xff\xff,\r\n")
    put("file-open-quote.csv", csv_bytes(rows(row())) + '2,"没有关上的引号,\r\n'.encode())
    put("file-pdf.csv", b"%PDF-1.7\n1 0 obj\n")
    put("file-text.xlsx", csv_bytes(rows(row())))
    put("file-truncated.xlsx", xlsx_bytes({"台账": rows(row())})[:3000])
    # The shape of a protected workbook: an OLE container that names its encrypted stream.
    protected = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "EncryptedPackage".encode("utf-16-le")
    )
    put("file-password.xlsx", protected + bytes(1000))
    put("file-not-a-workbook.xlsx", zipped({"readme.txt": "压缩包"}))
    put("file-bomb.xlsx", zipped({"xl/workbook.xml": " " * 60_000_000}))
    put("file-page-cut.xls", html(rows(row()), end="").encode())
    put("file-page-without-table.xls", b"<html><body>login</body></html>")
    put("file-page-nested.xls", b"<html><table><tr><td><table></table></td></tr></table></html>")
    put("file-word.docx", zipped({"word/document.xml": "<w/>"}))
    put("file-archive.rar", b"Rar!\x1a\x07\x01\x00" + bytes(50))
    put("file-picture.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(50))
    put("file-web-archive.xls", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n")
    put("file-xml-spreadsheet.xls", (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
    ))  # fmt: skip
    put("file-password.xls", with_password(xls_bytes(rows(row()))))
    put("file-password.ods", zipped({
        "mimetype": ODS_KIND, "content.xml": "\x8a\x91", "META-INF/manifest.xml":
        f'<manifest:manifest xmlns:manifest="{ODS_MANIFEST}">'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">'
        "<manifest:encryption-data/></manifest:file-entry></manifest:manifest>",
    }))  # fmt: skip
    put("file-excel97-named.xlsx", xls_bytes(rows(row())))
    put("file-looped.xls", looped(xls_bytes(rows(row()))))
    put("file-broken-record.xls", flipped(xls_bytes(rows(row())), 688))
    put("file-damaged.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


def make_headers() -> None:
    """Write tables whose header is wrong."""
    text("header-unknown.csv", [("甲", "乙", "丙"), (1, 2, 3)])
    text("header-none.csv", [row(1), row(2), row(3)])
    text("header-on-row-12.csv", [("说明文字",)] * 11 + rows(row()))
    without = [h for h in HEADER if h != "决定日期"]
    text(
        "header-missing-column.csv",
        [without, [v for h, v in zip(HEADER, row(), strict=True) if h != "决定日期"]],
    )
    short = [[v for h, v in zip(HEADER, r, strict=True) if h != "立案日期"] for r in rows(row())]
    xlsx("header-missing-column.xlsx", {"台账": short})
    text("header-repeated-column.csv", [[*HEADER, "罚款金额"], [*row(), 3]])
    text("宣传活动-wrong-register.csv", rows(row()))
    renamed = {"罚款金额(万元)": "罚没款金额（万元）"}
    text("header-lookalike-column.csv", [[renamed.get(h, h) for h in HEADER], row()])
    text("header-unit-foreign.csv", money("罚款金额(美元)", 2))
    text("header-two-units.csv", [("单位：元", "单位：万元"), *money("罚款金额", 2)])
    text("header-unit-contradicts-title.csv", [("单位：元",), *rows(row())])
    text("header-yuan-but-wan.csv", money("罚款金额(元)", 2))
    xlsx("header-unknown-sheet.xlsx", {"台账": rows(row()), "Sheet2": [("甲", "乙"), (1, 2)]})
    text("year-of-last-year.csv", rows(*(
        row(n, 决定书文号=f"（虚）应急罚〔2021〕{n}号", 立案日期="2021-03-01", 决定日期=f"2021-03-0{n}")
        for n in (2, 3, 4)
    )))  # fmt: skip


def make_dates() -> None:
    """Write dates that are impossible or mean two things."""
    bad = {
        "short-year": "22.3.5", "no-year": "3月5日", "impossible": "2022-09-31",
        "month-13": "2022年13月1日", "day-first": "05/03/2022", "no-day": "2022年3月",
        "words": "三月上旬", "range-in-one": "2022年3月1日-5日", "small-number": 5,
        "far-serial": 123456, "no-month": "2022年", "wrong-weekday": "2022-03-05 星期五", "excel-error": "#N/A",
    }  # fmt: skip
    for name, value in bad.items():
        xlsx(f"date-{name}.xlsx", {"台账": rows(row(决定日期=value))})
    xlsx("date-boolean.xlsx", {"台账": rows(row(决定日期=True))})
    text(
        "date-range-without-year.csv",
        [EVENTS, (1, "H1", "讲座", "6月1日-30日", None, "广场", 5, None)],
    )
    text(
        "date-far-away.csv",
        rows(
            row(决定书文号="（虚）应急罚〔2017〕1号", 立案日期="2017-01-01", 决定日期="2017-02-01")
        ),
    )


def make_numbers() -> None:
    """Write numbers that are none, or whose unit is in doubt."""
    bad = {
        "about": ("条数", "约200"), "more": ("条数", "100余"), "some": ("条数", "若干"),
        "fraction": ("条数", 3.5), "negative": ("条数", -3), "too-many": ("条数", 501),
        "two": ("条数", "三四"), "exponent": ("条数", "1e3"), "formula-text": ("条数", "=1+2"),
        "score-high": ("评分", 101), "range": ("条数", "3—5"), "percent": ("条数", "30％"), "footnote": ("条数", "12①"),
        "fine-in-yuan": ("罚款金额(万元)", 20000),
        "fine-negative": ("罚款金额(万元)", -1), "fine-words": ("罚款金额(万元)", "两万左右"),
        "fine-sub-cent": ("罚款金额(万元)", "0.0000005"), "fine-huge": ("罚款金额(万元)", "99999999999999999元"),
        "fine-date": ("罚款金额(万元)", date(2022, 3, 5)), "infinite": ("评分", "inf"),
    }  # fmt: skip
    for name, (header, value) in bad.items():
        xlsx(f"number-{name}.xlsx", {"台账": rows(row(**{header: value}))})
    xlsx("number-boolean.xlsx", {"台账": rows(row(条数=True))})


def make_values() -> None:
    """Write values outside their lists, lost digits, empty fields."""
    bad = {
        "choice": ("状态", "注销"), "choices": ("处罚类别", "罚款；拘役"), "town": ("所属街镇", "不存在街道"),
        "flag": ("挂牌督办", "也许"), "required": ("当事人", None), "required-dash": ("当事人", "——"),
        "digits-lost": ("统一社会信用代码", 913101050000000000), "digits-text": ("统一社会信用代码", "9.13101E+17"),
        "long": ("挂牌督办", "长\n" * 2000), "code-check": ("统一社会信用代码", "91310115MA1H8R7C6D"), "code-short": ("统一社会信用代码", "12345"), "number-as-date": ("决定书文号", date(2022, 1, 1)),
    }  # fmt: skip
    for name, (header, value) in bad.items():
        xlsx(f"value-{name}.xlsx", {"台账": rows(row(**{header: value}))})

    wrong = rows(row(状态="注销"))
    xls("value-in-excel97-named.xlsx", wrong)
    ods("value-in-odd-sheet.ods", wrong, "一季度/二季度[罚款]")

    def partly_bold(sheets: dict[str, Any]) -> None:
        bold = sheets["台账"].bold
        sheets["台账"].write_rich_string(1, column("违法事实"), "未按", bold, "规定", "培训")

    xlsx("value-beside-rich-text.xlsx", {"台账": wrong}, partly_bold)

    text("value-control-character.csv", rows(row(状态="注\x07销")))


def make_rows() -> None:
    """Write rows that contradict themselves or one another."""
    text("row-dates-out-of-order.csv", rows(row(立案日期="2022-03-09")))
    text("row-number-of-other-year.csv", rows(row(决定书文号="（虚）应急罚〔2021〕1号")))
    text("row-listed-without-town.csv", rows(row(挂牌督办="是", 所属街镇=None)))
    text("row-repeated.csv", rows(row(1), row(2), [9, *row(1)[1:]]))
    text("row-same-number.csv", rows(row(1), row(1, 条数=7)))
    text("row-too-long.csv", rows([*row(1), "多", "出"]))
    text("row-too-short.csv", rows(row(1)[:9]))
    total = ["合计", *[None] * 6, 5]
    text("row-wrong-total.csv", rows(row(1), row(2), total))
    xlsx("row-two-tables.xlsx", {"罚款一季度": rows(row(1)), "罚款二季度": rows(row(1, 条数=4))})
    text("row-none.csv", rows())
    text("row-only-example.csv", rows(["示例", *row(1, 违法事实="示例文字")[1:]]))
    text("row-typed-over-example.csv", rows(["示例", *row(1)[1:]], row(2)))


def make_layouts() -> None:
    """Write what a workbook hides."""

    def hide_row(sheets: dict[str, Any]) -> None:
        sheets["台账"].set_row(2, None, None, {"hidden": True})

    def hide_sheet(sheets: dict[str, Any]) -> None:
        sheets["旧台账"].hide()

    def hide_column(sheets: dict[str, Any]) -> None:
        sheets["台账"].set_column(7, 7, None, None, {"hidden": True})

    def comment(sheets: dict[str, Any]) -> None:
        sheets["台账"].write_comment("H2", "应为3万元", {"author": "某"})

    def formula(sheets: dict[str, Any]) -> None:
        sheets["台账"].write_formula(1, column("罚款金额(万元)"), "=1+1", None, "")

    def several_columns(sheets: dict[str, Any]) -> None:
        sheets["台账"].set_column(6, 8, None, None, {"hidden": True})

    def failed(sheets: dict[str, Any]) -> None:
        sheets["台账"].write_formula(1, column("罚款金额(万元)"), "=Sheet9!A1", None, "#REF!")

    def outside(sheets: dict[str, Any]) -> None:
        sheets["台账"].write_formula(1, column("罚款金额(万元)"), "='[1]Sheet1'!A1", None, 2)

    def merge(header: str, value: Any) -> Callable[[dict[str, Any]], None]:
        at = column(header)
        return lambda sheets: sheets["台账"].merge_range(1, at, 2, at, value)

    two = rows(row(1), row(2))
    xlsx("layout-hidden-row.xlsx", {"台账": two}, hide_row)
    xlsx("layout-hidden-sheet.xlsx", {"台账": rows(row(1)), "旧台账": rows(row(2))}, hide_sheet)
    xlsx("layout-hidden-column.xlsx", {"台账": two}, hide_column)
    xlsx("layout-hidden-columns.xlsx", {"台账": two}, several_columns)
    xlsx("layout-formula-error.xlsx", {"台账": rows(row(1))}, failed)
    xlsx("layout-formula-outside.xlsx", {"台账": rows(row(1))}, outside)
    xlsx("layout-comment.xlsx", {"台账": two}, comment)
    xlsx("layout-formula-without-value.xlsx", {"台账": rows(row(1))}, formula)
    xlsx(
        "layout-merged-number.xlsx",
        {"台账": rows(row(1), row(2, **{"罚款金额(万元)": None}))},
        merge("罚款金额(万元)", 2),
    )


def make_accepted() -> None:
    """Write files that look bad and are good; they must come through without a problem."""
    text("ok-gb18030.csv", rows(row()), "gb18030")
    text("ok-utf8-without-mark.csv", rows(row()), "utf-8")
    text("ok-tabs.txt", rows(row()), delimiter="\t")
    text("ok-header-on-row-10.csv", [("说明文字",)] * 9 + rows(row()))
    put("ok-old-mac-lines.csv", csv_bytes(rows(row())).replace(b"\r\n", b"\r"))
    put("ok-xlsx-named.xls", xlsx_bytes({"台账": rows(row())}))
    put("ok-xlsx-named.csv", xlsx_bytes({"台账": rows(row())}))
    put(
        "ok-page-behind-comment.xls",
        ("<!-- 导出 --><style>td{}</style>" + html(rows(row()))).encode(),
    )
    text("ok-semicolons.csv", rows(row()), delimiter=";")
    text("ok-thousand-yuan.csv", [("单位：千元",), *money("罚款金额", 20)])
    text("ok-numbers-typed-ahead.csv", rows(row(1), *([n, *[None] * 15] for n in (2, 3, 4))))
    totals = ("一季度小计", "罚款合计", "3月小计", "汇总", "平均")
    text("ok-named-totals.csv", rows(row(1), *([t, *[None] * 6, 2, *[None] * 8] for t in totals)))

    def nothing(sheets: dict[str, Any]) -> None:
        for at in (2, 3):
            sheets["台账"].write_formula(at, column("备注"), '=IF(1=1,"","X")', None, "X")

    put("ok-formula-empty-text.xlsx", with_empty_result(
        xlsx_bytes({"台账": rows(row(1), row(2), [])}, nothing)
    ))  # fmt: skip
    put("ok-page.xls", html(rows(row())).encode())
    put("ok-text.xls", csv_bytes(rows(row()), "gb18030"))
    xls("ok-excel97.xls", rows(row()))
    ods("ok-opendocument.ods", rows(row()))
    old = {
        "决定书文号": "CF_WSH",
        "当事人": "CF_XDR_MC",
        "决定日期": "CF_JDRQ",
        "处罚类别": "CF_CFLB",
    }
    text("ok-national-headers.csv", [[old.get(h, h) for h in HEADER], row()])
    text("ok-reordered-and-extra.csv", [[*reversed(HEADER), "另一列"], [*reversed(row()), "另"]])
    text("ok-title-and-notes.csv", [
        ("2022年罚款台账",), ("填报单位：法规科", None, "单位：元"),
        [h.replace("(万元)", "") for h in HEADER], row(**{"罚款金额(万元)": 20000}), [],
        [h.replace("(万元)", "") for h in HEADER], row(2, **{"罚款金额(万元)": "1,500.50"}),
        ["小计", *[None] * 6, 21500.5], ["合计", *[None] * 6, 21500.5],
        ("填表说明：一行一起",), ("1.金额以决定书为准",), ("审核人：某", None, "填表人：某"),
    ])  # fmt: skip
    xlsx("ok-two-level-header.xlsx", {"台账": [
        [*HEADER[:8], "日期", None, *HEADER[10:]],
        [*[None] * 8, "立案日期", "决定日期", *[None] * 6], row(),
    ]})  # fmt: skip
    xlsx(
        "ok-epoch-1904.xlsx",
        {"台账": rows(row(立案日期=43160, 决定日期=date(2022, 3, 5)))},
        date_1904=True,
    )
    values = {
        "full-width": row(1, 条数="１２", 决定书文号="(虚)应急罚[2022]１号"),
        "chinese": row(2, 条数="十二条", 决定日期="二〇二二年三月五日"),
        "serials": row(3, 立案日期=44621, 决定日期=44625),
        "compact": row(4, 决定日期="20220305", **{"罚款金额(万元)": "十一万三千元"}),
        "unit-in-cell": row(5, **{"罚款金额(万元)": "20000元"}),
        "nothing": row(6, 违法事实="/", 条数="— —", 评分="无", 备注="　"),
        "split": row(7, 处罚类别="警告、罚款;没收违法所得、没收非法财物"),
        "dotted": row(8, 决定日期="2022.3.5", 立案日期="2022/3/1 08:30:00"),
        "void": row(8, 状态="作废"),
        "spaced": row(9, 决定日期="2022 年 3 月 5 日", 条数="1 百", 立案日期="2022.3.1 星期二"),
        "mixed": row(10, 决定日期="2022年三月五日", 立案日期="2022年3月1"),
    }
    xlsx("ok-values.xlsx", {"台账": rows(*values.values()), "字典": [("表头", "可选值")]})
    text("宣传-ok-range-and-fill-down.csv", [
        EVENTS, (1, "H1", "讲座", "2022年6月1日-30日", None, "广场", "1.2万", None),
        (2, "H2", None, "2022-07-01", "2022-07-02", "商场", 30, None),
    ])  # fmt: skip

    def merge(sheets: dict[str, Any]) -> None:
        at = column("当事人")
        sheets["台账"].merge_range(1, at, 2, at, "上海甲乙商贸有限公司（虚构）")

    xlsx("ok-merged-name.xlsx", {"台账": rows(row(1), row(2, 当事人=None))}, merge)


def main() -> None:
    """Write every file anew."""
    FILES.mkdir(exist_ok=True)
    for old in FILES.iterdir():
        old.unlink()
    makers: Iterable[Callable[[], None]] = (
        make_files, make_headers, make_dates, make_numbers, make_values, make_rows,
        make_layouts, make_accepted,
    )  # fmt: skip
    for make in makers:
        make()


if __name__ == "__main__":
    main()
