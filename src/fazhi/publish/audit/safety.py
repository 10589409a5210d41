"""Nothing written or recorded can run: chapters before the build, downloads after it."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from fazhi.errors import AuditError
from fazhi.paths import Project
from fazhi.publish.audit.legible import read_files
from fazhi.records.sources import SOURCE_FILE, sha256_of

# They print foreign code or other files into a page, whatever Markdown's own settings forbid.
_FORBIDDEN = {
    "raw", "eval-rst", "include", "literalinclude", "code-cell", "iframe", "embed",
    "parsed-literal", "highlight", "math", "only", "ifconfig", "meta", "role", "default-role",
    "unicode", "csv-table",
}  # fmt: skip
# Anywhere in a line: quotes, lists, footnotes and definitions nest, and all may hold a directive.
_DIRECTIVE = re.compile(r"(?:`{3,}|~{3,}|:{3,})\s*\{([^}]*)\}")
_SAMPLE = re.compile(r"^ {0,3}(`{3,}|~{3,})\s*[A-Za-z]")
_ROLE = re.compile(r"\{([A-Za-z][\w:+-]*)\}`")
_CODE_SPAN = re.compile(r"(?<!\})(`+)(?!`).+?(?<!`)\1(?!`)")
_SUBSTITUTION = re.compile(r"\{\{|\{%")
_TAG = re.compile(
    r"<(?:[A-Za-z][\w-]*(?=[\s/>])|/[A-Za-z][\w-]*\s*>|!--|!\[CDATA|!DOCTYPE|\?)", re.I
)
_SCRIPT_LINK = re.compile(r"(?:javascript|vbscript|livescript)\s*:|data\s*:\s*text/html", re.I)
_OUTSIDE_FILE = re.compile(r"^\s*:(?:file|url)\s*:")
_LOCAL_FILE = re.compile(r"file\s*:\s*/", re.I)
_TARGET = re.compile(r"[^\s<>()`'\"]*\.\.[/\\][^\s<>()`'\"]*")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\u00ad\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060\ufeff]")

_FORMULA = tuple("=+-@\t\r\0＝＋－＠")
_NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?%?|-")
_LIVE_CELL = re.compile(rb"<(?:x:)?f[\s>]|<(?:x:)?ddeLink|<(?:x:)?oleLink")
_LIVE_PART = re.compile(r"externalLinks/|vbaProject|connections\.xml|activeX/|embeddings/", re.I)


def require_safe_chapters(project: Project) -> None:
    """Refuse chapters that could run something, before anything is built.

    Raises:
        AuditError: With file and line of every such place.
    """
    found = chapter_dangers(project)
    if found:
        raise AuditError(
            f"章节中有{len(found)}处不允许的写法，没有开始生成",
            got="\n  ".join(["", *found[:30]]),
            todo="只用普通 Markdown 和本项目的指令；要显示代码，请放在反引号之间",
        )


def chapter_dangers(project: Project) -> list[str]:
    """Return one Chinese line per link file and dangerous place in the Markdown of ``book/``."""
    links = [path for path in sorted(project.book.rglob("*")) if path.is_symlink()]
    return [f"{project.relative(path)}：不允许使用链接文件" for path in links] + [
        f"{project.relative(path)} 第{number}行：{what}"
        for path in sorted(project.book.rglob("*.md"))
        if not path.is_symlink()
        for number, what in dangers_in(
            path.read_text(encoding="utf-8"), len(path.relative_to(project.book).parts) - 1
        )
    ]


def dangers_in(markdown: str, depth: int = 0) -> Iterator[tuple[int, str]]:
    """Yield line number and trouble of every dangerous place of one chapter.

    Args:
        markdown: The chapter.
        depth: How many folders below ``book/`` it stands.

    A code sample may show HTML; a forbidden directive is refused even there, because where a
    sample ends depends on what it stands in.
    """
    sample = ""  # the fence that closes the code sample we are in
    for number, line in enumerate(markdown.splitlines(), 1):
        for directive in map(str.strip, _DIRECTIVE.findall(line)):
            if directive.lower() in _FORBIDDEN:
                yield number, f"不允许使用指令 {{{directive}}}"
        if sample:
            sample = "" if line.strip().startswith(sample) else sample
        elif opening := _SAMPLE.match(line):
            sample = opening[1]
        else:
            yield from ((number, what) for what in _line_dangers(line, depth))


def _line_dangers(line: str, depth: int) -> Iterator[str]:
    for role in _ROLE.findall(line):
        if role.lower() in _FORBIDDEN:
            yield f"不允许使用角色 {{{role}}}"
    if _OUTSIDE_FILE.match(line):
        yield "不允许从别的文件取内容"
    text = _UNSEEN.sub("", unescape(_CODE_SPAN.sub("", line)))
    if _SUBSTITUTION.search(text):
        yield "不允许使用替换 {{ }}"
    if _TAG.search(text):
        yield "不允许使用 HTML"
    if _SCRIPT_LINK.search(re.sub(r"\s", "", text)):
        yield "不允许使用脚本链接"
    # A download or a picture in a code span is no sample: roles are written so.
    targets = _TARGET.findall(unquote(unescape(line)))
    if _LOCAL_FILE.search(text) or any(target.count("..") > depth for target in targets):
        yield "不允许指向 book 文件夹以外的文件"


def received_files(project: Project) -> dict[str, str]:
    """Return the place of every received file by its SHA-256."""
    return {
        sha256_of(path): project.relative(path)
        for path in sorted(project.root.glob("data/raw/*/**/*"))
        if path.is_file() and path.name != SOURCE_FILE
    }


def raw_files_shown(digests: Mapping[str, str], received: Mapping[str, str]) -> list[str]:
    """Return one Chinese line per published file that is a received one, byte for byte.

    Args:
        digests: SHA-256 of every published file by name.
        received: As ``received_files`` gives them.
    """
    return [
        f"{name}：是收到的原始文件 {received[digest]}，不得公开"
        for name, digest in digests.items()
        if digest in received
    ]


def live_formulas(site: Path) -> list[str]:
    """Return one Chinese line per download that a spreadsheet program would compute or fetch."""
    return [line for name, content in read_files(site) for line in formulas_in(name, content)]


def formulas_in(name: str, content: bytes) -> list[str]:
    """Return one Chinese line per place of one file that would be computed or fetched."""
    if name.endswith(".csv"):
        return [f"{name} {place}：会被当作公式" for place in _csv_formulas(content)]
    if name.endswith(".xlsx"):
        return [f"{name} {part}：含有公式、宏或外部链接" for part in _workbook_formulas(content)]
    return []


def _csv_formulas(content: bytes) -> Iterator[str]:
    text = content.decode("utf-8-sig", errors="replace")
    for number, row in enumerate(csv.reader(io.StringIO(text, newline="")), 1):
        for column, cell in enumerate(row, 1):
            if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell):
                yield f"第{number}行第{column}列"


def _workbook_formulas(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in sorted(archive.namelist()):
            live = _LIVE_PART.search(member)
            sheet = member.startswith("xl/worksheets/") and member.endswith(".xml")
            if live or (sheet and _LIVE_CELL.search(archive.read(member))):
                yield member
