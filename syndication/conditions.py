"""Suspends the rules that would take more than asked for, once what a condition names is gone."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, pre_delete
from django.dispatch import receiver
from taggit.models import Tag
from wagtail.log_actions import log
from wagtail.models import Site

from cms.core.models import Theme
from syndication.models import Match, SyndicationRule

SUSPENDED = "syndication.suspend"
# The lists of a rule that name such a thing, each with the column that says how it is compared.
LISTS: dict[type[Model], dict[str, str]] = {
    Tag: {"tags": "tag_match"},
    Theme: {"themes": "theme_match"},
    Site: {"sources": "", "targets": ""},
}
NAMED_BY = "_named_by_rules"


@receiver(pre_delete, sender=Tag, dispatch_uid="syndication.tag_leaves")
@receiver(pre_delete, sender=Theme, dispatch_uid="syndication.theme_leaves")
@receiver(pre_delete, sender=Site, dispatch_uid="syndication.site_leaves")
def remember_rules(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Keep which rules name it: their lists are shorter by the time it is gone."""
    rules = SyndicationRule.objects.filter(active=True)
    found = {name: list(rules.filter(**{name: instance.pk})) for name in LISTS[sender]}
    setattr(instance, NAMED_BY, found)


@receiver(post_delete, sender=Tag, dispatch_uid="syndication.tag_left")
@receiver(post_delete, sender=Theme, dispatch_uid="syndication.theme_left")
@receiver(post_delete, sender=Site, dispatch_uid="syndication.site_left")
def suspend_widened(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Suspend the rules among them that would now take more, or have a side without network."""
    for name, rules in getattr(instance, NAMED_BY, {}).items():
        suspend(_widened(rules, name, LISTS[sender][name]), lost=str(instance))


def _widened(rules: Iterable[SyndicationRule], name: str, match: str) -> list[SyndicationRule]:
    """The rules still in force of which that list, without the thing, lets more through."""
    pks = [rule.pk for rule in rules]
    current = SyndicationRule.objects.filter(pk__in=pks, active=True)
    # Of a list of which one is enough, the others still hold.
    return [
        rule
        for rule in current
        if (match and getattr(rule, match) != Match.ANY) or not getattr(rule, name).exists()
    ]


def suspend(rules: Iterable[SyndicationRule], *, lost: str) -> None:
    """Put the rules out of force, and say why in their histories."""
    for rule in rules:
        rule.active = False
        rule.save(update_fields=["active"])
        log(rule, SUSPENDED, data={"lost": lost})
