"""What was typed in a form whose session had ended: it waits in the browser's session until they are back.

Of one form, for an hour, and only for the person whose form it was: the key in it says whose.
"""

import time
from typing import Any

from django.http import HttpRequest, QueryDict

from cms.users.strangers import may
from exchanges.publishing import drafts

NAME = "_typed"
LASTS = 3600
LARGEST = 20_000
LISTS = ("methods", "themes")
LEFT_OUT = ("csrfmiddlewaretoken", "website", "shown_at", "key", "picture", "keep")


def keep(request: HttpRequest) -> None:
    """Keep what was posted for when they have signed in."""
    said = request.POST.urlencode()
    if len(said) <= LARGEST and may(request, "typed"):
        request.session[NAME] = {"path": request.path, "said": said, "at": int(time.time())}


def came_back(request: HttpRequest) -> bool:
    """Whether something waits for this form."""
    found: Any = request.session.get(NAME)
    return bool(found) and found["path"] == request.path and time.time() - found["at"] < LASTS


def key(request: HttpRequest) -> str:
    """The key of the form that waits here; "" for none."""
    return QueryDict(request.session[NAME]["said"]).get("key", "") if came_back(request) else ""


def take(request: HttpRequest, person: Any) -> dict[str, Any]:
    """The answers that were typed, by name; nothing for anybody but who typed them."""
    if not came_back(request):
        return {}
    if drafts.read_key(person, key(request)) is None:
        return {}
    said = QueryDict(request.session[NAME]["said"])
    return {
        name: said.getlist(name) if name in LISTS else said.get(name, "")
        for name in said
        if name not in LEFT_OUT
    }


def forget(request: HttpRequest) -> None:
    """It was handed in or kept otherwise."""
    request.session.pop(NAME, None)
