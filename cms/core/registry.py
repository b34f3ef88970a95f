"""Where apps meet without importing one another: kinds, and what a new network is given."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from django.apps import apps
from wagtail.models import Page, Site

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser
    from django.db.models import Q
    from django.http import HttpRequest
    from wagtail.admin.panels import Panel
    from wagtail.admin.viewsets.model import ModelViewSet

    from cms.core.models import SharedPage

# Makes (unsaved) the root page of a network from its title and slug; set by `home`.
make_home: Callable[[str, str], Page] | None = None
# The id of the one site for which the user works at this request, if there is one; set by `sites`.
working_site: Callable[["HttpRequest"], int | None] | None = None
# In whose name mails leave that concern the site with that id; set by `sites`.
voice_of: Callable[[int | None], "Voice"] | None = None
# Whether what somebody may do asks for more than a password, superusers aside; set by `sites`.
needs_second_factor: Callable[["AbstractUser"], bool] | None = None
# The ids of the sites of whose networks somebody is a member; set by `sites`.
memberships_of: Callable[["AbstractUser"], frozenset[int]] | None = None
# The id of the site in whose name somebody is written to, if they are a member anywhere; set by `sites`.
home_of: Callable[["AbstractUser"], int | None] | None = None
# How visitors open an account on the site that is asked, None where they can't; set by `sites`.
entrance_of: Callable[["HttpRequest"], "Entrance | None"] | None = None
# Makes somebody whose account was just opened a member: site, person, version of the charter that they
# accepted, and when. Called in the transaction that opens the account; set by `sites`.
welcome: Callable[[int, "AbstractUser", str, "datetime"], None] | None = None
# How much was told to somebody who is signed in and not read yet: one query at most; set by `exchanges`.
unread_of: Callable[["HttpRequest"], int] | None = None
# The menu of somebody's space, as markup, for the pages of the account; set by `exchanges`.
space_menu: Callable[["HttpRequest"], str] | None = None
# What each app holds of a person: what it gives them to take along, and how it forgets them. By name, in
# the order of registration: apps are ready from the top of the house down. Erased in that order, so that
# what refers to something goes first; shown in the opposite one.
personal_data: dict[str, "PersonalData"] = {}
# Each says, in sentences, why the account of somebody can't be erased yet.
held_back: list[Callable[["AbstractUser"], list[str]]] = []
# How what is exported is called where people read it, by key; a key that is not named here is shown as it is.
export_words: dict[str, Any] = {}
# Each reads one of the reference lists that an app ships; run in order of registration.
reference_loaders: dict[str, "ReferenceLoader"] = {}
# Each says which pages the people of a network do not see in the administration though they stand on its
# site: what its members have not handed in yet.
withheld_pages: list[Callable[["AbstractUser"], "Q"]] = []
# Viewsets of the reference lists, which the admin gathers in one menu.
reference_viewsets: list[type["ModelViewSet"]] = []
# Each lays out one part of a network, and is safe to run twice. Run in order of registration.
network_parts: list[Callable[[Site], None]] = []
# Each makes a tab that the editing screen of every kind has after its own.
page_tabs: list[Callable[[], "Panel"]] = []
# Each hears of the origin pages whose places on the sites were written, in that transaction.
place_hearers: list[Callable[[Iterable[int]], None]] = []


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks in a mail: name, where answers go (may be empty), root address of the site, colours."""

    name: str
    address: str
    url: str
    primary: str
    on_primary: str


@dataclass(frozen=True, slots=True)
class Entrance:
    """Where an account can be opened: the network's name, and its charter ("" and "" where it has none)."""

    name: str
    charter_url: str
    charter_version: str


@dataclass(frozen=True, slots=True)
class PersonalData:
    """What an app holds of a person (articles 15, 17 and 20 of the GDPR).

    `label` names it on the page where people read it. `export` gives plain values (dicts, lists, texts, numbers,
    dates) that are theirs to take along. `erase` deletes what may go and makes the rest nameless; it is
    called in the transaction that deletes the account.
    """

    label: Any
    export: Callable[["AbstractUser"], Any]
    erase: Callable[["AbstractUser"], None]


class ReferenceLoader(Protocol):
    """Reads a shipped list. What an editor changed stays, unless forced; returns how many are new."""

    def __call__(self, *, force: bool) -> int: ...


def reference_list(name: str) -> Callable[[ReferenceLoader], ReferenceLoader]:
    """Decorator: run the function under that name when the reference lists are loaded."""

    def register(function: ReferenceLoader) -> ReferenceLoader:
        reference_loaders[name] = function
        return function

    return register


def network_part(function: Callable[[Site], None]) -> Callable[[Site], None]:
    """Decorator: run the function for each network that provisioning lays out."""
    network_parts.append(function)
    return function


def hears_of_places(function: Callable[[Iterable[int]], None]) -> Callable[[Iterable[int]], None]:
    """Decorator: tell the function which origin pages came to a site, changed there or left it."""
    place_hearers.append(function)
    return function


class Duty(StrEnum):
    """What people do in a network; provisioning makes one group for each that fits its role."""

    EDITOR = "editor"
    MODERATOR = "moderator"
    MANAGER = "manager"
    COORDINATOR = "coordinator"
    ETHICS = "ethics"


# What those on duty may do to what is not a page, as "app.codename". The rows they may do it to
# are those of their network: the viewset sees to that (cms.core.permissions).
duty_permissions: dict[Duty, set[str]] = {duty: set() for duty in Duty}


def permit(*permissions: str, to: tuple[Duty, ...]) -> None:
    """Give these permissions ("app.codename") to the people on these duties in every network."""
    for duty in to:
        duty_permissions[duty].update(permissions)


@cache
def shared_kinds() -> tuple[type["SharedPage"], ...]:
    """Every concrete kind of page that circulates, in a stable order."""
    from cms.core.models import SharedPage

    kinds = [model for model in apps.get_models() if issubclass(model, SharedPage)]
    return tuple(sorted(kinds, key=lambda kind: kind._meta.label))


def kind_named(name: str) -> type["SharedPage"]:
    """The kind with that label ("exchanges.ExchangePage"); raises LookupError."""
    for kind in shared_kinds():
        if kind._meta.label_lower == name.lower():
            return kind
    raise LookupError(name)
