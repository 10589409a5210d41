"""A seeded corpus: 200 pages, files and images that leak something, 200 that nearly do."""

from __future__ import annotations

import csv
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from html import escape

NEVER = {
    "处罚台账「法定代表人」": {"张伟", "欧阳小川", "高峰（虚构）"},
    "处罚台账「行政相对人名称」": {"上海甲乙商贸有限公司（虚构）", "上海申城加油站有限公司"},
    "处罚台账「统一社会信用代码」": {"虚构91310105MA1FL00012", "91310105MA1FW00290"},
    "检查台账「执法人员」": {"李明、王小红"},
    "检查台账「执法证号」": {"虚证-0002"},
}
COMMON = "交通高峰时段的检查"
ZERO_WIDTH, NO_BREAK = "\u200b", "\u00a0"


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _spaced(text: str) -> str:
    return " ".join(text)


TRUE = [
    "法定代表人：张伟",
    "由张伟负责整改",
    "张 伟、李　明",
    f"负责人张{ZERO_WIDTH}伟",
    "欧阳小川",
    "昨天王小红到场",
    "当事人高峰到场",
    "（高峰）",
    "检查上海甲乙商贸有限公司时发现",
    _spaced("上海甲乙商贸有限公司"),
    f"上海申城{NO_BREAK}加油站有限公司",
    "代码 虚构91310105MA1FL00012。",
    _wide("91310105MA1FW00290"),
    f"91310105{ZERO_WIDTH}MA1FW\u2060{'00290'}",
    "证号虚证-0002",
    "身份证11010519491231002X",
    _wide("11010519491231002X"),
    "电话138 1234 5678",
    f"电话{_wide('13812345678')}",
    "代码91110000600037341L",
]

NEAR = [
    "上海某商贸有限公司",
    "身份证110105194912310021",
    "编号1101051949123100211",
    "长度11010519491231002",
    "条码6913812345678",
    "比例0.13812345678",
    "合计12812345678元",
    "用电高峰时段",
    "主张 伟大",
    "2022-01-05 2022-01-06 2022-02-07",
    "代码91110000600037341A",
    "文号（虚）应急罚〔2022〕13812号",
    "虚证-00021",
    "虚证-0003",
    "X91310105MA1FW00290",
    "f9ca5ece5fee444a1ede89f933f94713812345678a1b2c3d4",
    "上海甲乙某某公司",
    "共41家次、62家次，11.3万元",
    "310105001 310105002 310105004",
    "小川公园、王小二",
]


def _html(text: str) -> bytes:
    return (
        f'<!DOCTYPE html><html lang="zh"><body><p>前文。{escape(text)}。</p></body></html>'.encode()
    )


def _attribute(text: str) -> bytes:
    return f'<html><body><img alt="{escape(text)}" src="a.svg"></body></html>'.encode()


def _entities(text: str) -> bytes:
    shown = "".join(f"&#{ord(c)};" for c in text)
    return f"<html><body><td>{shown}</td></body></html>".encode()


def _split_by_tags(text: str) -> bytes:
    half = len(text) // 2
    first, second = escape(text[:half]), escape(text[half:])
    return f"<html><body><p>{first}<wbr><b>{second}</b></p></body></html>".encode()


def _index(text: str) -> bytes:
    return f"Search.setIndex({json.dumps({'titles': [text]})})".encode()


def _source(text: str) -> bytes:
    return f"# 标题\n\n正文，{text}\n".encode()


def _csv(text: str) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([["文件", "说明", "数"], ["a.csv", text, 1]])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _svg(text: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg"><title>{escape(text)}</title></svg>'.encode()


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _png(text: str) -> bytes:
    packed = b"Title\0\x01\0zh\0\0" + zlib.compress(text.encode())
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"iTXt", packed) + _chunk(b"IEND", b"")


def _pdf(text: str) -> bytes:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Subject": text})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _zipped(members: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


def _docx(text: str) -> bytes:
    runs = "".join(f"<w:r><w:t>{escape(c)}</w:t></w:r>" for c in text)
    return _zipped({"word/document.xml": f"<w:p>{runs}</w:p><w:p/>"})


def _xlsx(text: str) -> bytes:
    core = f"<cp:coreProperties><dc:creator>{escape(text)}</dc:creator></cp:coreProperties>"
    return _zipped({"docProps/core.xml": core})


def _pack(text: str) -> bytes:
    return _zipped({"evidence/facts.json": json.dumps({"note": text})})


FORMATS: dict[str, Callable[[str], bytes]] = {
    "index.html": _html,
    "image.html": _attribute,
    "entities.html": _entities,
    "split.html": _split_by_tags,
    "searchindex.js": _index,
    "_sources/index.md": _source,
    "evidence/a.csv": _csv,
    "_images/a.svg": _svg,
    "_images/a.png": _png,
    "report.pdf": _pdf,
    "report.docx": _docx,
    "tables.xlsx": _xlsx,
    "pack.zip": _pack,
}


def samples(texts: list[str]) -> list[tuple[str, str, bytes]]:
    """Return 200 (file name, text, content): ten formats a text, in rotation."""
    names = sorted(FORMATS)
    chosen = [
        (names[(t + f) % len(names)], text) for t, text in enumerate(texts) for f in range(10)
    ]
    return [(name, text, FORMATS[name](text)) for name, text in chosen]
