"""Every error a user can meet, as one tree.

::

    FazhiError
    ├── UsageError          the command or a parameter is wrong
    ├── DefinitionError     a file under data/reference/ or a template is malformed
    ├── IntakeError         a raw file cannot be read as the register it claims to be
    ├── ConservationError   rows went missing between raw and clean (a bug of ours, never published)
    ├── FactError           a fact is missing, recorded twice, or does not add up
    ├── ClaimError          a published claim contradicts the records, unacknowledged
    └── BuildError          notebooks or site could not be built; what was published stays
        ├── NotebookError   a notebook failed, stopped half-way or ran for another year
        ├── AuditError      the built site failed a gate (untraced number, leak, dead link)
        └── BusyError       another build holds the lock

An error carries data and has no side effects.
It says what, where, expected and got, and what to do, in Chinese.
"""

from __future__ import annotations


class FazhiError(Exception):
    """Any mistake that is the user's to mend; shown without a traceback.

    Args:
        what: What is wrong, one Chinese clause without a final mark.
        where: File, sheet, row, column or key: ``penalties.xlsx「Sheet1」第12行「罚款」列``.
        expected: What would have been right.
        got: What was found.
        todo: What the reader should do now.
    """

    exit_code = 1

    def __init__(
        self, what: str, *, where: str = "", expected: str = "", got: str = "", todo: str = ""
    ) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.expected = expected
        self.got = got
        self.todo = todo

    def __str__(self) -> str:
        parts = [self.what]
        if self.where:
            parts.append(f"位置：{self.where}")
        if self.expected:
            parts.append(f"应为：{self.expected}")
        if self.got:
            parts.append(f"实为：{self.got}")
        if self.todo:
            parts.append(f"请：{self.todo}")
        return "；".join(parts) + "。"


class UsageError(FazhiError):
    """The command line or a parameter is wrong."""

    exit_code = 2


class DefinitionError(FazhiError):
    """A reviewed file under ``data/reference/`` or a notebook template is malformed."""


class IntakeError(FazhiError):
    """A raw file cannot be read as the register it claims to be."""


class ConservationError(FazhiError):
    """Rows went missing between a raw file and its clean table."""


class FactError(FazhiError):
    """A fact is missing, recorded twice, or does not add up."""


class ClaimError(FazhiError):
    """A published claim contradicts the records and nobody has acknowledged it."""


class BuildError(FazhiError):
    """Notebooks or the site could not be built; what was published stays as it was."""


class NotebookError(BuildError):
    """A notebook failed, stopped half-way, or ran for another year than asked."""


class AuditError(BuildError):
    """The freshly built site failed a gate and is not published."""


class BusyError(BuildError):
    """Another build of the same folder is running."""

    exit_code = 75
