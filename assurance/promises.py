"""The table: what is promised, by which command it is proved, what counts as proved."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from assurance import asking, damaging, enduring, looking, searching
from assurance.copies import REPOSITORY, run
from assurance.lab import Lab, Measured

Proof = Callable[[Lab], Measured]


@dataclass(frozen=True)
class Promise:
    """One row.

    Attributes:
        number: Its number, also the argument of ``--only``.
        promise: What is promised.
        target: What must be measured.
        prove: The proof.
        slow: Whether a quick run leaves it out.
    """

    number: int
    promise: str
    target: str
    prove: Proof
    slow: bool = False

    @property
    def command(self) -> str:
        """How to repeat the proof alone."""
        return f"python -m assurance --only {self.number}"


def _tested(*names: str) -> Proof:
    return lambda _: asking.tests(*names)


def _rebuilt(lab: Lab) -> Measured:
    code, said = run(lab.built, "verify")
    last = said.strip().splitlines()[-1] if said.strip() else ""
    return Measured(last if not code else f"退出码 {code}：{last}", code == 0)


def _locked(_: Lab) -> Measured:
    text = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", text)
    named = [entry for entry in entries if re.match(r"[A-Za-z0-9][\w.\[\]-]*==", entry)]
    bare = [entry for entry in named if "--hash=sha256:" not in entry]
    return Measured(f"{len(named)} 个依赖，没有散列的 {len(bare)} 个", bool(named) and not bare)


def _accessible(checker: str) -> Proof:
    return lambda _: asking.every_look("tests/browser/test_accessible.py", checker)


def _covered(lab: Lab) -> Measured:
    return asking.branch_coverage(lab.place("coverage"), 95.0)


def _many(_: Lab) -> Measured:
    return asking.many_examples("tests")


PROMISES = (
    Promise(1, "两次全新构建不同的文件", "0", enduring.repeatable),
    Promise(2, "每个数字都能追溯到单元、证据与原始行", "全部；无出处的数字 0", looking.traced),
    Promise(3, "另一条路径独立重算", "全部事实相同", looking.recomputed),
    Promise(4, "随时强行中断后，读者看到残缺或混杂版本", "200 次中 0 次", enduring.killed, True),
    Promise(5, "磁盘写满", "网站不变，退出码非零，说明清楚", enduring.out_of_space),
    Promise(6, "截断的登记簿与笔记本", "100 次，0 次发布，0 次崩溃", damaging.cuts),
    Promise(7, "原始文件翻转一个比特", "500 次全部发现", damaging.bit_flips),
    Promise(8, "六个构建同时进行", "1 个成功，其余退出码 75", enduring.crowded),
    Promise(
        9, "坏输入逐一给出文件、行、列", "全部，0 次崩溃", _tested("tests/records/test_bad_raw.py")
    ),
    Promise(
        10, "改动一个单元格，只变动有关的数字", "不相干的变动 0", damaging.only_the_right_numbers
    ),
    Promise(11, "代码变异（数量、论断、事实）", "至少发现 90 %", damaging.code_mutants, True),
    Promise(12, "分支覆盖率", "至少 95 %", _covered, True),
    Promise(13, "性质测试，每条一千例", "失败 0", _many, True),
    Promise(14, "25 种注入经各条途径，去掉内容安全策略", "执行 0 次", _tested("tests/safety")),
    Promise(
        15, "严格内容安全策略下的违规、脚本错误、控制台消息", "0、0、0", looking.quiet_in_a_browser
    ),
    Promise(16, "向其他主机的请求与引用", "0、0", looking.nothing_from_elsewhere),
    Promise(17, "内联脚本、样式与事件", "0", looking.no_inline),
    Promise(
        18, "中文检索：随机词组，每个都在浏览器里查", "1000 个中 99 % 完全正确", searching.searched
    ),
    Promise(
        19,
        "axe-core 的违规，含最佳实践：宽窄两种屏幕，浅色与深色",
        "全部页面 0",
        _accessible("axe"),
    ),
    Promise(20, "图片的替代文字", "全部有年份与数值，不是文件名", looking.described),
    Promise(
        21, "隐私扫描的查全与查准", "100 %，至少 99 %", _tested("tests/publish/audit/test_leaks.py")
    ),
    Promise(22, "单位或个人的小单元格（小于 3）", "未抑制 0", looking.small_cells),
    Promise(23, "下载文件中的公式", "0", looking.defused),
    Promise(24, "断链、断锚、清单外的文件", "0", looking.linked),
    Promise(25, "本机路径、内存地址、回溯、未格式化数值", "0", looking.clean_of_machines),
    Promise(26, "来源声明（in-toto、SLSA 构建级别 1）", "全部输入的散列相符", looking.stated),
    Promise(27, "外人从原始文件重建并比较", "一条命令，逐字节相同", _rebuilt),
    Promise(
        28,
        "错误的参数",
        "全部拒绝，不写任何文件",
        _tested("tests/safety/test_injection.py", "tests/publish/notebooks/test_template.py"),
    ),
    Promise(29, "已公布数字的改动须先声明", "未声明即拒绝", _tested("tests/publish/revisions")),
    Promise(30, "任何损坏之后，一次普通构建恢复原样", "逐字节相同", enduring.recovered),
    Promise(31, "弄坏原始数据会被发现", "200 个变异至少 95 %", damaging.report_mutants, True),
    Promise(32, "已发布的网站没有不得公开的内容", "命中 0", looking.private),
    Promise(33, "依赖按散列锁定", "全部", _locked),
    Promise(34, "审计包的描述（RO-Crate）", "测试全部通过", _tested("tests/publish/pack")),
    Promise(
        35, "HTML_CodeSniffer（pa11y 所用）的 WCAG 2 AA 错误", "全部页面 0", _accessible("htmlcs")
    ),
)
