"""A place in a conversation, whoever sits there: a member in their space, or somebody who has a link only."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from cms.core.caching import NEVER
from cms.users.models import User
from exchanges.conversations.links import guest_of
from exchanges.conversations.queries import seat_of
from exchanges.models import Conversation, Party, Side
from exchanges.space.views import of_members

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Seat:
    """A party with its addresses; `token` is that of its link, where it has no account."""

    party: Party
    token: str = ""

    @property
    def conversation(self) -> Conversation:
        """What is said there."""
        return self.party.conversation

    @property
    def person(self) -> User | None:
        """The member who sits there."""
        return self.party.person

    @property
    def is_author(self) -> bool:
        """Whether it is on the side of the announcement."""
        return self.party.side == Side.AUTHOR

    @property
    def layout(self) -> str:
        """The frame of its pages."""
        return "exchanges/conversations/guest.html" if self.token else "exchanges/space/base.html"

    def url(self, name: str, *arguments: Any) -> str:
        """The address of that view for whoever sits there."""
        if self.token:
            return reverse(f"answer_{name}", args=[self.token, *arguments])
        return reverse(f"conversations_{name}", args=[self.party.conversation_id, *arguments])

    @property
    def urls(self) -> dict[str, str]:
        """The addresses that need nothing else, by name."""
        names = ["one", "agree", "decline", "withdraw", "outcome", "judge"]
        names += [] if self.token else ["leave", "invite"]
        return {name: self.url(name) for name in names}


def for_member(view: View) -> View:
    """The view for members who take part; nobody else finds it."""

    @of_members
    @wraps(view)
    def seated(request: HttpRequest, conversation_id: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        party = seat_of(request.user, conversation_id)
        if party is None:
            raise Http404
        return view(request, Seat(party), *args, **kwargs)

    return seated


def for_guest(view: View) -> View:
    """The same view for who comes by a link of their own."""

    @NEVER
    @wraps(view)
    def seated(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        party = guest_of(token)
        if party is None:
            raise Http404
        return view(request, Seat(party, token), *args, **kwargs)

    return seated
