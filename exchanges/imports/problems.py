"""What can be wrong with a file, with a mapping, or with one value."""

from dataclasses import dataclass


class ImportFileError(Exception):
    """Nothing can be imported: the file, the mapping or an option is wrong. The message says where."""


class BadValueError(Exception):
    """One value can't be used. `mend` says what to do about it."""

    def __init__(self, message: str, mend: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend


@dataclass(frozen=True)
class Remark:
    """Something to know about a row: in which column, what, and how to mend it."""

    column: str
    message: str
    mend: str = ""

    def __str__(self) -> str:
        text = f"{self.column}: {self.message}" if self.column else self.message
        return f"{text} {self.mend}".strip()
