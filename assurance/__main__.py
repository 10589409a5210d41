"""``python -m assurance [--quick] [--only N,N]``: prove what is promised."""

from __future__ import annotations

import argparse
import sys
import traceback

from assurance.copies import REPOSITORY
from assurance.lab import Lab, Measured, open_lab
from assurance.page import as_chapter, assurance_page, verdict, write_page
from assurance.promises import PROMISES, Promise
from assurance.results import keep

PAGE = REPOSITORY / "docs" / "assurance.md"
CHAPTER = REPOSITORY / "book" / "assurance.md"


def main() -> int:
    """Run the proofs; write their results, the page and its chapter unless the run was quick."""
    parser = argparse.ArgumentParser(
        description="逐条证明本项目的承诺，结果写入 docs/assurance.md 和网站的一章"
    )
    parser.add_argument("--quick", action="store_true", help="小样本，跳过费时的证明，不写文件")
    parser.add_argument("--only", default="", help="只运行这些编号，如 4,8；其余留上次的结果")
    chosen = parser.parse_args()
    only = {int(number) for number in chosen.only.split(",") if number}
    measured: dict[int, Measured] = {}
    with open_lab(quick=chosen.quick, say=_say) as lab:
        for promise in PROMISES:
            if promise.number in only or (not only and not (chosen.quick and promise.slow)):
                measured[promise.number] = _prove(promise, lab)
                result = measured[promise.number]
                _say(f"{promise.number}. {promise.promise}：{result.result}（{verdict(result)}）")
        if not chosen.quick:
            page = assurance_page(keep(measured), lab.books)
            write_page(page, PAGE)
            write_page(as_chapter(page), CHAPTER)
    return any(result.met is False for result in measured.values())


def _prove(promise: Promise, lab: Lab) -> Measured:
    """Return what a proof came to; one that breaks down proves nothing and stops no other."""
    try:
        return promise.prove(lab)
    except Exception as trouble:  # the other proofs go on
        traceback.print_exc()
        return Measured(f"证明中断：{type(trouble).__name__}", None)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - a program's own output


if __name__ == "__main__":
    sys.exit(main())
