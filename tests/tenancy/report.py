"""Every address that was tried, and what was answered."""

import csv
import re
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from tests.tenancy.exemptions import EXEMPT


@dataclass(frozen=True)
class Line:
    """One request and its answer."""

    method: str
    name: str
    address: str
    status: int
    secrets: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    error: str = ""
    sent: str = ""
    milliseconds: int = 0

    @property
    def bad(self) -> bool:
        """Whether something was seen or touched that must not be, or broke."""
        return bool(self.secrets or self.changes or self.error)

    @property
    def excused(self) -> bool:
        """Whether it only broke, and may."""
        return bool(self.error) and not (self.secrets or self.changes) and self.name in EXEMPT

    @property
    def verdict(self) -> str:
        """What is wrong, in a few words."""
        parts = [*(f"leaks {each}" for each in self.secrets), *self.changes, self.error]
        return "; ".join(part for part in parts if part)

    @property
    def outcome(self) -> str:
        """The last column of the report."""
        excuse = EXEMPT.get(self.name) if self.excused else None
        return f"exempt: {excuse}" if excuse else self.verdict or "ok"


@dataclass
class Report:
    """The lines of one role."""

    role: str
    lines: list[Line] = field(default_factory=list)

    @property
    def bad(self) -> list[Line]:
        """The lines with which something is wrong that nothing excuses."""
        return [line for line in self.lines if line.bad and not line.excused]

    @property
    def excused(self) -> set[str]:
        """The routes that broke, and may."""
        return {line.name for line in self.lines if line.excused}

    def write(self) -> Path:
        """Write the report beside the database of the developer."""
        path = Path(settings.BASE_DIR) / "var" / f"tenancy-report-{self.role}.csv"
        path.parent.mkdir(exist_ok=True)
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["method", "name", "address", "sent", "status", "milliseconds", "outcome"])
            for line in self.lines:
                writer.writerow(
                    [
                        line.method,
                        line.name,
                        line.address,
                        line.sent,
                        line.status,
                        line.milliseconds,
                        line.outcome,
                    ]
                )
        return path

    def summary(self, most: int = 40) -> str:
        """What is wrong, one line a cause: what many addresses of a route show is said once."""
        causes: dict[tuple[str, str], list[Line]] = {}
        for line in self.bad:
            causes.setdefault((line.method, re.sub(r"\d+", "N", line.verdict)), []).append(line)
        shown = [
            f"{len(lines):4d} × on {len({line.name for line in lines})} routes, for example {describe(lines[0])}"
            for lines in causes.values()
        ]
        return "\n".join([f"{self.role}: {len(self.lines)} requests, {len(causes)} causes", *shown[:most]])


def describe(line: Line) -> str:
    """One line of a report, for people."""
    return f"{line.method} {line.name} {line.address} [{line.status}] {line.sent} -> {line.verdict[:300]}"
