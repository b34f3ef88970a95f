"""Somebody who asks every address, and what they are answered."""

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

from django.core import mail
from django.core.cache import cache
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cms.users.models import User
from tests.tenancy.evidence import Guard, said
from tests.tenancy.report import Line, Report
from tests.tenancy.words import SECRET, Audience, Words

Data = dict[str, Any]
# Some views answer only to scripts.
XHR = {"x-requested-with": "XMLHttpRequest"}


class Crawler:
    """A browser in which somebody is signed in (or nobody), under watch: each request is taken back."""

    def __init__(self, report: Report, user: User | None, host: str, words: Words, guard: Guard) -> None:
        self.client = Client(headers={"host": host}, raise_request_exception=False)
        self.words, self.guard = words, guard
        self.report, self.host = report, host
        self.least = Audience.VISITORS
        if user:
            self.client.force_login(user)
        self.signed_in = {name: morsel.value for name, morsel in self.client.cookies.items()}
        self.trouble = ""
        self.dull = {reverse("wagtailadmin_home"), reverse("wagtailadmin_login")}
        got_request_exception.connect(self.note_trouble)

    def note_trouble(self, **_kwargs: Any) -> None:
        """Remember where a view broke."""
        kind, value, trace = sys.exc_info()
        ours = traceback.extract_tb(trace)[-1]
        self.trouble = f"{kind.__name__ if kind else ''}: {value} ({ours.filename.split('/site-packages/')[-1]}:{ours.lineno})"

    def ask(self, method: str, name: str, path: str, data: Data | None = None, sent: str = "") -> Any:
        """One request, written down with what it said and changed. Returns the answer."""
        self.trouble = ""
        mail.outbox = []
        started = perf_counter()
        with self.taken_back(), self.guard.watch():
            response = getattr(self.client, method)(path, data, headers=XHR if method == "post" else {})
            text = said(response)
            if method == "post" and (further := self.further(path, response)):
                text += said(self.client.get(further))
            changes = self.guard.changes()
        # What was asked for by its name is known already.
        found = self.words.found_in(text, self.least) - set(SECRET.findall(f"{path} {sent}"))
        line = Line(
            method.upper(),
            name,
            f"{self.host}{path}",
            response.status_code,
            secrets=tuple(sorted({self.words.describe(word) for word in found})),
            changes=tuple(changes),
            error=self.trouble or ("broke" if response.status_code >= 500 else ""),
            sent=sent,
            milliseconds=round(1000 * (perf_counter() - started)),
        )
        self.report.lines.append(line)
        return response

    def further(self, path: str, response: Any) -> str:
        """Where what was sent is shown: a preview is fetched where it was sent, a form leads on."""
        if path.endswith("preview/"):
            return path
        target = urlsplit(response.headers.get("Location", ""))
        seen = not target.netloc and target.path and target.path not in self.dull
        return target.path if seen else ""

    def look(self, path: str) -> Any:
        """The answer to somebody who may see it, of which nothing is written down."""
        with self.taken_back(), self.guard.watch():
            return self.client.get(path)

    @contextmanager
    def taken_back(self) -> Iterator[None]:
        """Take back what is written, and what was remembered of it."""
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        if self.guard.written:
            cache.clear()
        self.client.cookies = SimpleCookie(self.signed_in)
