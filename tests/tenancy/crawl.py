"""One role's way through the admin: every address by GET, with queries, and by POST with its form's fields."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from django.forms import EmailField, URLField
from django.urls import Resolver404, resolve

from tests.tenancy.addresses import Address, Route, addresses, routes
from tests.tenancy.crawler import Crawler
from tests.tenancy.forms import Form, Values, django_fields, forms_of, takes_id, with_files
from tests.tenancy.hands import read_by_hand
from tests.tenancy.ids import Ids
from tests.tenancy.params import BY_PATH
from tests.tenancy.queries import needs_ticks, queries, ticked
from tests.tenancy.rich import empty_streams, with_links
from tests.tenancy.scripts import by_script

MOST_BUTTONS = 6
PREVIEW = "preview/"


class Crawl:
    """What is asked, and in which order."""

    def __init__(self, crawler: Crawler, owner: Crawler, victim: Ids, own: Ids) -> None:
        self.crawler, self.owner, self.victim, self.own = crawler, owner, victim, own
        self.searched: set[str] = set()
        self.elsewhere: dict[str, tuple[Form, Any]] = {}

    def run(self, *, admin: bool) -> None:
        """Ask every address of the admin, or every other one."""
        for route in routes():
            if route.template.startswith("admin/") == admin and route.name not in BY_PATH:
                self.ask_route(route)
        self.ask_elsewhere()

    def ask_route(self, route: Route) -> None:
        """Ask the addresses of one route."""
        posted = set()
        for address in self.targets(route):
            response = self.crawler.ask("get", address.name, address.path)
            if not route.params or not address.foreign or route.name.startswith("wagtailadmin_api"):
                self.ask_queries(address, response)
            refused = response.status_code in (302, 403, 404)
            if refused and address.model in posted and not needs_ticks(address):
                continue  # One that is refused stands for the others of its route and model.
            if refused:
                posted.add(address.model)
            self.post(address, response)

    def ask_elsewhere(self) -> None:
        """Send the forms that stand on one address and are sent to another, such as those of dialogs."""
        for path, (form, source) in self.elsewhere.items():
            try:
                name = resolve(path).view_name
            except Resolver404:
                continue
            for values, what in [(form.sent(), "form"), *self.with_ids(form, source)]:
                self.crawler.ask("post", name, path, with_files(values), what)

    def targets(self, route: Route) -> Iterator[Address]:
        """The addresses of the route; what is done to ticked rows once to the victim's and once to one's own."""
        for address in addresses(route, self.victim, self.own):
            if not needs_ticks(address):
                yield address
                continue
            for ids, theirs in ((self.victim, True), (self.own, False)):
                path = f"{address.path}?{ticked(address, ids)}"
                yield replace(address, path=path, foreign=address.foreign or theirs)

    def ask_queries(self, address: Address, response: Any) -> None:
        """Ask an address that answers again, with all that its query may say."""
        if response.status_code != 200:
            return
        searched = address.name in self.searched  # The filters of one model's list stand for the others'.
        self.searched.add(address.name)
        for query in dict.fromkeys(queries(address, response, self.victim, filters=not searched)):
            joint = "&" if "?" in address.path else "?"
            self.crawler.ask("get", address.name, f"{address.path}{joint}{query}")

    def post(self, address: Address, response: Any) -> None:
        """Send the forms of the address."""
        path = address.path
        source = self.source(path, response)
        found = forms_of(source)
        forms = [form for form in found if self.is_here(form, path)]
        if not address.foreign and source is response:
            self.elsewhere.update({urlsplit(f.action).path: (f, source) for f in found if f not in forms})
        if not forms:
            self.send(address, {}, "nothing")
            for values in by_script(address, self.victim):
                self.send(address, values, "as the script sends it")
        for form in forms:
            for values, what in self.variants(form, source, address):
                self.send(address, values, what)

    def source(self, path: str, response: Any) -> Any:
        """The answer that holds the form: the asker's own, else what the victim's own person gets."""
        if path.endswith(PREVIEW):  # It takes the form of the screen that it stands on.
            path = path.removesuffix(PREVIEW)
            response = self.crawler.look(path)
        return response if response.status_code == 200 else self.owner.look(path)

    def send(self, address: Address, values: Values, what: str) -> None:
        """Send one form."""
        self.crawler.ask("post", address.name, address.path, with_files(values), what)

    def is_here(self, form: Form, path: str) -> bool:
        """Whether the form is sent to the address it was found at."""
        return urlsplit(form.action).path in ("", urlsplit(path).path, path.removesuffix(PREVIEW))

    def variants(self, form: Form, source: Any, address: Address) -> Iterator[tuple[Values, str]]:
        """The form as it is, by each of its buttons; and with the victim's ids in its fields."""
        fields = django_fields(source)
        form.values |= empty_streams(fields)
        own = not address.foreign and address.route.params
        if not own:
            yield form.sent(), "form"
            for button in list(dict.fromkeys(form.buttons))[:MOST_BUTTONS]:
                yield form.sent(**{button: button}), button
        if own or not address.route.params:
            yield from self.with_ids(form, source)
            for name, pk in read_by_hand(address, self.victim):
                yield form.sent(**{name: pk}), f"{name}={pk} (by hand)"
            if rich := with_links(form.values, fields, self.victim):
                yield form.sent(**rich), "links"

    def with_ids(self, form: Form, source: Any) -> Iterator[tuple[Values, str]]:
        """The form with an id of the victim's, in one field after the other and in all."""
        fields = django_fields(source)
        taken = {name: self.victim.of(field.queryset.model)[:1] for name, field in fields if takes_id(field)}
        taken = {name: pks for name, pks in taken.items() if pks}
        for name, pks in taken.items():
            yield form.sent(**{name: pks}), f"{name}={pks[0]}"
        if len(taken) > 1:
            yield form.sent(**taken), "every id"
        for name, field in fields:
            for text in self.texts(field):
                yield form.sent(**{name: text}), f"{name}={text}"

    def texts(self, field: Any) -> list[str]:
        """What names something of the victim's without being an id: its people's e-mail, its pages' addresses."""
        if isinstance(field, EmailField):
            return [self.victim.email]
        return self.victim.addresses() if isinstance(field, URLField) else []
