"""A rehearsal as text a clerk reads from top to bottom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fazhi.publish.rehearsal.rehearse import Altered, Rehearsal
from fazhi.publish.rehearsal.words import Unsupported


def rehearsal_text(rehearsal: Rehearsal) -> str:
    """Return the rehearsal in Chinese: what stands in the way first."""
    return "\n".join(_lines(rehearsal))


def _lines(rehearsal: Rehearsal) -> Iterator[str]:
    yield f"{rehearsal.year}年度发布预演（已发布的内容没有改动）"
    if rehearsal.locked:
        yield f"已公布的数字：{rehearsal.locked}"
    words = [_word(each) for each in rehearsal.unsupported]
    yield from _section("数据不支持的用词", words)
    yield from _section("不成立的论断", rehearsal.claims)
    yield from _section("上年的写法今年不能照用", rehearsal.wordings)
    yield from _section("没有记录的数字", rehearsal.missing)
    yield from _section("口径或单位与上年不同", rehearsal.definitions)
    title = (
        "与上次提交相比会改变的句子" if rehearsal.has_before else "将印出的句子（此前没有提交过）"
    )
    yield from _section(title, [_sentence(each) for each in rehearsal.altered])


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    listed = list(lines)
    yield f"{title}：{len(listed)}处" if listed else f"{title}：无"
    yield from (f"  {line}" for line in listed)


def _word(found: Unsupported) -> str:
    return f"{found.place}“{found.word}”：{found.reason}（{found.id}）；见“{found.clause}”"


def _sentence(altered: Altered) -> str:
    if not altered.before:
        return f"{altered.place}：{altered.after}"
    return f"{altered.place}：\n    原：{altered.before}\n    新：{altered.after}"
