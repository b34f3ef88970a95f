"""Somebody who asks every address, and what they are answered."""

import sys
import traceback
from typing import Any

from django.core import mail
from django.core.cache import cache
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client

from cms.users.models import User
from tests.tenancy.evidence import Guard, said
from tests.tenancy.report import Line, Report
from tests.tenancy.words import Audience, Words

Data = dict[str, Any]


class Crawler:
    """A browser in which somebody is signed in (or nobody), under watch: each request is taken back."""

    def __init__(self, role: str, user: User | None, host: str, words: Words, guard: Guard) -> None:
        self.client = Client(headers={"host": host}, raise_request_exception=False)
        self.words, self.guard = words, guard
        self.report = Report(role)
        self.least = Audience.VISITORS
        if user:
            self.client.force_login(user)
        self.cookies = self.client.cookies.copy()
        self.trouble = ""
        got_request_exception.connect(self.note_trouble)

    def note_trouble(self, **_kwargs: Any) -> None:
        """Remember where a view broke."""
        kind, value, trace = sys.exc_info()
        ours = traceback.extract_tb(trace)[-1]
        self.trouble = f"{kind.__name__ if kind else ''}: {value} ({ours.filename.split('/site-packages/')[-1]}:{ours.lineno})"

    def ask(self, method: str, name: str, path: str, data: Data | None = None, sent: str = "") -> Any:
        """One request; what it wrote is taken back. Returns the answer."""
        self.trouble = ""
        mail.outbox = []
        with transaction.atomic():
            with self.guard.watch():
                response = getattr(self.client, method)(path, data or {})
                text = said(response)
            changes = self.guard.changes()
            transaction.set_rollback(True)
        if self.guard.written:
            cache.clear()
        self.client.cookies = self.cookies.copy()
        self.note(method, name, path, response, text, changes, sent)
        return response

    def note(
        self, method: str, name: str, path: str, response: Any, text: str, changes: list[str], sent: str
    ) -> None:
        """Write the answer down."""
        found = self.words.found_in(text, self.least)
        secrets = sorted({self.words.describe(word) for word in found})
        error = self.trouble or (f"status {response.status_code}" if response.status_code >= 500 else "")
        self.report.lines.append(
            Line(
                method.upper(), name, path, response.status_code, tuple(secrets), tuple(changes), error, sent
            )
        )
