"""What should be where: follows the rules from each page's home to a fixpoint.

Pure once the facts are read: `facts.read()` asks the database, `follow()` only computes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from syndication.models import State

Ids = frozenset[int]
NOBODY: Ids = frozenset()


class Place(NamedTuple):
    """How a page stands on a site: its state, the rule and the site that it came by."""

    state: str
    rule: int
    via: int


@dataclass(frozen=True)
class RuleFacts:
    """A rule in force, with the ids of the pages that meet its conditions."""

    rule: int
    automatic: bool
    sources: tuple[int, ...]
    targets: tuple[int, ...]
    pages: Ids


@dataclass(frozen=True)
class Facts:
    """Everything on which the plan depends; sites and pages are ids."""

    homes: Mapping[int, Ids]
    """site -> pages typed there that are current."""
    allowed: Mapping[int, Ids]
    """site -> pages whose author lets them go there."""
    rules: Sequence[RuleFacts]
    """Automatic ones first: the first that brings a page names it."""
    accepted: Mapping[int, Ids] = field(default_factory=dict)
    refused: Mapping[int, Ids] = field(default_factory=dict)


Plan = dict[int, dict[int, Place]]


def follow(facts: Facts) -> Plan:
    """The places of each page on each site other than its home: {site: {page: place}}.

    A page moves on only from sites where it is shown, so that what is refused, waiting or held
    back somewhere does not travel by way of it; nothing is a copy of a copy, so nothing loops.
    """
    present = {site: set(pages) for site, pages in facts.homes.items()}
    plan: Plan = {}
    arrived = True
    while arrived:
        arrived = _one_hop(facts, present, plan)
    return plan


def _one_hop(facts: Facts, present: dict[int, set[int]], plan: Plan) -> bool:
    """Carry every page one site further; whether any was shown somewhere new."""
    # Arrivals count from the next hop only: the shortest way names the place, whatever the order.
    arrivals: dict[int, set[int]] = {}
    for rule in facts.rules:
        for source in rule.sources:
            carried = rule.pages & present.get(source, NOBODY)
            for target in rule.targets if carried else ():
                if target in facts.allowed:
                    shown = _carry(facts, rule, source, target, carried, present, plan, arrivals)
                    arrivals.setdefault(target, set()).update(shown)
    for target, pages in arrivals.items():
        present.setdefault(target, set()).update(pages)
    return any(arrivals.values())


def _carry(
    facts: Facts,
    rule: RuleFacts,
    source: int,
    target: int,
    carried: set[int] | Ids,
    present: dict[int, set[int]],
    plan: Plan,
    arrivals: dict[int, set[int]],
) -> set[int]:
    """Note in the plan what becomes of the carried pages on the target; the ones shown."""
    new = set(carried) - present.get(target, set()) - arrivals.get(target, set())
    may_go = new & facts.allowed[target]
    refused = may_go & facts.refused.get(target, NOBODY)
    shown = may_go - refused
    waiting: set[int] = set()
    if not rule.automatic:
        waiting = shown - facts.accepted.get(target, NOBODY)
        shown -= waiting
    places = plan.setdefault(target, {})
    for state, pages in (
        (State.HELD, new - may_go),
        (State.REFUSED, refused),
        (State.PENDING, waiting),
    ):
        place = Place(state.value, rule.rule, source)
        for page in pages:
            places.setdefault(page, place)
    places.update(dict.fromkeys(shown, Place(State.LIVE.value, rule.rule, source)))
    return shown
