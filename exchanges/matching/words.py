"""What a notice of a match is made of: facts that its reader may know, the reasons in each language."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import translation
from wagtail.models import Page

from exchanges.matching.shown import sayer
from exchanges.matching.untold import Telling
from exchanges.models import ExchangePage, Match


def facts_of(page: ExchangePage, rows: Iterable[Telling]) -> dict[int, dict[str, Any]]:
    """The facts of each telling of the announcement, by the id of its match; the same queries for any number.

    `themes`, `methods`, `km` and `tier` say why, `said` says it in words (by language), `for` which page of
    the reader's is concerned.
    """
    rows = list(rows)
    matches = Match.objects.in_bulk([each.match for each in rows])
    titles = dict(Page.objects.filter(pk__in=[each.by for each in rows]).values_list("pk", "title"))
    said: dict[int, dict[str, list[str]]] = {pk: {} for pk in matches}
    for code, _label in settings.LANGUAGES:
        with translation.override(code):
            say = sayer(list(matches.values()))
            for pk, match in matches.items():
                said[pk][code] = say(match)
    return {
        each.match: {
            "page": page.pk,
            "title": page.title,
            "sense": page.sense,
            "for": titles.get(each.by, ""),
            "tier": each.tier,
            **matches[each.match].reasons,
            "said": said[each.match],
        }
        for each in rows
    }
