"""What the log says of the people of a network."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter

from cms.core.registry import Duty
from sites import excluding, invitations, people, personal
from sites.duties import names_of

# Action -> what it is called, and the sentence after the name of who did it.
SENTENCES: dict[str, tuple[Any, Any]] = {
    invitations.INVITED: (_("Invite"), _("invited %(email)s: %(given)s.")),
    invitations.WITHDRAWN: (_("Withdraw an invitation"), _("withdrew the invitation of %(email)s.")),
    invitations.ACCEPTED: (_("Accept an invitation"), _("accepted the invitation to %(email)s: %(given)s.")),
    people.CHANGED: (
        _("Change roles"),
        _("changed the roles of %(email)s. Given: %(given)s. Taken: %(taken)s."),
    ),
    excluding.EXCLUDED: (_("Exclude a member"), _("excluded %(email)s: %(why)s")),
    excluding.READMITTED: (_("Let a member back in"), _("let %(email)s back in.")),
    personal.ERASED: (
        _("Erase an account"),
        _("erased, at the wish of its owner, an account that worked here: %(taken)s."),
    ),
    people.REMOVED: (_("Take out of a network"), _("took %(email)s out of the network: %(taken)s.")),
}


def formatter(action: str) -> type[LogFormatter]:
    """What shows an action in a history."""
    called, sentence = SENTENCES[action]

    class Formatter(LogFormatter):
        label: Any = called

        def format_message(self, log_entry: Any) -> str:
            """The sentence, with whom it was about."""
            return str(sentence) % words(log_entry.data)

    return Formatter


def words(data: dict[str, Any]) -> dict[str, str]:
    """What was kept, as it is called today."""
    named = {key: ", ".join(names_of(_known(data.get(key, ())))) for key in ("given", "taken")}
    nothing = gettext("nothing")
    said = {key: data.get(key, "") for key in ("email", "why")}
    return {**said, **{key: value or nothing for key, value in named.items()}}


def _known(codes: Any) -> list[Duty]:
    return [Duty(code) for code in codes if code in set(Duty)]
