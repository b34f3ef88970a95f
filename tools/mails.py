"""Every kind of mail of the platform, as a reader would get it: for `make shots`, and for the tests.

Kinds are found by their templates: who adds a template adds what it is filled with here, or `make shots` and
the tests fail. Of what the rooms tell (`exchanges/notices/`) that is the facts of a notice, of other mails
the context given to `network_mail`; `HOME` in them stands for the root address of the reader's network.
"""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import Site

from cms.users.mails import message_of, voice_of, write
from cms.users.models import Letter, User
from exchanges.models import Alert, AlertHit, ExchangePage, Kind, Mailbox, Notice, Pace
from exchanges.notices import alert_digests, digests
from exchanges.notices.fanout import Fanout

HOME = "HOME"
NOTICES = "exchanges/notices/"
DIGESTS = ("exchanges/mail/digest", "exchanges/mail/digest-of-alerts")
TITLE = "Cherche un local de 40 m² à Nice pour des paniers"
WHO = "Paul Petit (Le Fournil des Collines)"
WORDS = (
    "Bonjour,\n\nnous avons une salle libre le mardi et le jeudi, à dix minutes du port. Il y a une "
    "chambre froide et une rampe.\n\nVoulez-vous la voir la semaine prochaine\u00a0?"
)
REPLY_TO = "conversation+12-4f2a@pes.example"
TALK: dict[str, Any] = {"title": TITLE, "who": WHO, "reply_to": REPLY_TO}
MATCH: dict[str, Any] = {
    "title": TITLE, "sense": "need", "page": 0, "for": "La Ruche des Collines", "tier": 1,
    "said": {
        "fr": ["Circuits courts", "Prêt", "à 12\u00a0km"], "en": ["Short supply circuits", "Loan", "12 km away"],
    },
}  # fmt: skip
OTHER = {**MATCH, "title": "Propose vingt caisses de courges", "sense": "offer"}

# The kind of each event, and the facts of the notice.
FACTS: dict[str, tuple[Kind, dict[str, Any]]] = {
    "alert_hit": (
        Kind.ALERT,
        {
            "title": TITLE, "label": "Locaux · Nice (06)", "summary": "Le mardi soir, de 17\u00a0h à 20\u00a0h.",
            "where": "Nice (06)", "sense": "need",
        },
    ),
    "answer_handed_on": (Kind.ANSWER, {**TALK, "heirs": "Luc Martin", "alone": False}),
    "answer_received": (Kind.ANSWER, {**TALK, "words": WORDS, "files": 2}),
    "area_widened": (
        Kind.PAGE,
        {"title": TITLE, "network": "Alliance Provence", "was": "Nice", "now": "Alpes-Maritimes"},
    ),
    "claim_asked": (Kind.STRUCTURE, {"title": "La Ruche des Collines", "name": "Luc Martin", "claim": 3}),
    "claim_decided": (
        Kind.STRUCTURE, {"title": "La Ruche des Collines", "accepted": True, "reason": "", "structure": 4},
    ),
    "close_suggested": (Kind.PAGE, {"title": TITLE, "network": "Alliance Provence"}),
    "expired": (Kind.PAGE, {"title": TITLE, "until": "30 novembre 2026", "day": "2026-11-30"}),
    "expires_soon": (Kind.PAGE, {"title": TITLE, "until": "5 décembre 2026", "day": "2026-12-05"}),
    "invited_to_answer": (
        Kind.ANSWER,
        {**TALK, "structure": "La Ruche des Collines", "invite": 2, "words": "À deux, nous y arrivons."},
    ),
    "match_digest": (Kind.MATCH, {"for": "La Ruche des Collines", "items": [MATCH, OTHER]}),
    "match_found": (Kind.MATCH, MATCH),
    "message_received": (Kind.ANSWER, {**TALK, "words": WORDS, "files": 0}),
    "outcome_asked": (Kind.OUTCOME, {**TALK, "nth": 1}),
    "outcome_confirmed": (Kind.OUTCOME, {**TALK, "note": ""}),
    "outcome_contested": (Kind.OUTCOME, {**TALK, "note": "C’était un prêt, sans argent."}),
    "outcome_told": (Kind.OUTCOME, TALK),
    "party_joined": (Kind.ANSWER, TALK),
    "party_left": (Kind.ANSWER, {**TALK, "heirs": "Luc Martin", "alone": False}),
    "proposed": (
        Kind.MATCH,
        {"title": TITLE, "structure": "La Ruche des Collines", "proposer": "Alliance Provence"},
    ),
    "relaunched": (Kind.PAGE, {"title": TITLE, "network": "Alliance Provence", "told": 4}),
    "report_decided": (
        Kind.PAGE,
        {
            "title": TITLE, "complaint": "wrong", "verdict": "mended",
            "reason": "L’adresse était celle de l’ancien local\u00a0: nous l’avons corrigée.",
        },
    ),
    "report_outcome": (
        Kind.PAGE,
        {"title": TITLE, "complaint": "closed", "verdict": "removed", "reason": "Le local est pris."},
    ),
    "reported": (Kind.PAGE, {"title": TITLE, "complaint": "duplicate"}),
    "review_accepted": (Kind.PAGE, {"title": TITLE, "what": "exchange", "why": ""}),
    "review_refused": (
        Kind.PAGE, {"title": TITLE, "what": "exchange", "why": "Dites dans quel quartier vous cherchez."},
    ),
    "state_changed": (Kind.ANSWER, {**TALK, "state": "agreed", "note": "Rendez-vous mardi à 9\u00a0h\u00a0?"}),
    "structure_left": (Kind.STRUCTURE, {"title": "La Ruche des Collines", "name": "Luc Martin"}),
}  # fmt: skip

PERSON = User(email="luc@example.org", first_name="Luc", last_name="Martin")
# What the digest gathers: something of each kind of thing.
GATHERED = (
    "claim_decided", "expires_soon", "outcome_asked", "answer_received", "message_received", "alert_hit",
    "match_found", "match_digest",
)  # fmt: skip
SEARCH = {"label": "Locaux · Nice (06)", "kind": "exchanges", "query": "q=local", "url": "/echanges/?q=local"}
WHEN = {"timestamp": timezone.now(), "ip": "192.0.2.17"}
INVITATION = SimpleNamespace(
    message="Nous cherchons quelqu’un pour l’agenda.", expires_at=timezone.now() + timedelta(days=14)
)
VISITOR: dict[str, Any] = {**TALK, "reader": "Zoé", "url": f"{HOME}/repondre/suivre/jeton/"}

# What other mails are filled with, by the beginning of the names of their templates.
CONTEXTS: dict[str, dict[str, Any]] = {
    "account/email/account_already_exists": {},
    "account/email/email_changed": {
        **WHEN, "from_email": "marie.ancienne@example.org", "to_email": "marie@example.org",
    },
    "account/email/email_confirmation": {"activate_url": f"{HOME}/compte/confirmer/jeton/"},
    "account/email/email_confirmation_signup": {"activate_url": f"{HOME}/compte/confirmer/jeton/"},
    "account/email/email_deleted": {**WHEN, "deleted_email": "marie.nouvelle@example.org"},
    "account/email/erased": {},
    "account/email/idle": {
        "seen": timezone.now() - timedelta(days=700), "day": timezone.now() + timedelta(days=30),
        "url": f"{HOME}/compte/connexion/",
    },
    "account/email/password_changed": WHEN,
    "account/email/password_reset": WHEN,
    "account/email/password_reset_key": {"password_reset_url": f"{HOME}/compte/mot-de-passe/jeton/"},
    "account/email/password_set": WHEN,
    "account/email/unknown_account": {},
    "exchanges/care/mail/proposed": {
        "proposer": "Alliance Provence", "structure": "La Ruche des Collines", "title": TITLE,
        "url": f"{HOME}/echanges/cherche-un-local/",
    },
    "exchanges/care/mail/report_outcome": {
        "title": TITLE, "verdict": "removed", "reason": "Le local est pris.", "complaint": "closed",
    },
    "exchanges/conversations/mail/answer_received": {**VISITOR, "body": WORDS, "files": 1},
    "exchanges/conversations/mail/confirm_answer": {
        "title": TITLE, "url": f"{HOME}/repondre/confirmer/jeton/",
    },
    "exchanges/conversations/mail/message_received": {**VISITOR, "body": WORDS, "files": 0},
    "exchanges/conversations/mail/not_taken": {
        **VISITOR, "problems": ["«\u00a0plan.exe\u00a0»\u00a0: les fichiers de cette sorte ne sont pas acceptés."],
        "partly": True,
    },
    "exchanges/conversations/mail/outcome_asked": {**VISITOR, "nth": 2},
    "exchanges/conversations/mail/outcome_confirmed": {**VISITOR, "note": ""},
    "exchanges/conversations/mail/outcome_contested": {**VISITOR, "note": "C’était un prêt, sans argent."},
    "exchanges/conversations/mail/outcome_told": VISITOR,
    "exchanges/conversations/mail/party_joined": VISITOR,
    "exchanges/conversations/mail/party_left": {**VISITOR, "heirs": "", "alone": True},
    "exchanges/conversations/mail/state_changed": {
        **VISITOR, "state": "declined", "note": "Nous avons trouvé quelqu’un. Merci de votre réponse\u00a0!",
    },
    "exchanges/mail/alert_confirm": {"search": SEARCH, "url": f"{HOME}/alertes/confirmer/jeton/"},
    "exchanges/mail/alert_known": {"search": SEARCH, "url": f"{HOME}/alertes/suivre/jeton/"},
    "exchanges/mail/restart": {"url": f"{HOME}/mon-espace/nouvelles/reprendre/jeton/"},
    "exchanges/structures/mail/claim": {
        "person": PERSON, "role": "Salarié·e",
        "message": "Je m’occupe des livraisons depuis avril.", "title": "La Ruche des Collines",
        "until": timezone.now() + timedelta(days=14), "url": f"{HOME}/mon-espace/structures/confirmer/jeton/",
    },
    "exchanges/structures/mail/invitation": {
        "inviter": "Marie Roux", "title": "La Ruche des Collines", "invitation": INVITATION,
        "url": f"{HOME}/mon-espace/structures/invitation/jeton/",
    },
    "mfa/email/recovery_codes_generated": WHEN,
    "mfa/email/totp_activated": WHEN,
    "mfa/email/totp_deactivated": WHEN,
    "sites/mail/excluded": {"host_name": "Alliance", "why": "Des annonces sans rapport avec la charte."},
    "sites/mail/invitation": {
        "host_name": "Alliance Provence", "inviter": "Marie Roux", "invitation": INVITATION,
        "roles": ["Rédaction", "Modération"], "url": f"{HOME}/compte/invitation/jeton/",
    },
    "sites/mail/readmitted": {"host_name": "Alliance", "why": ""},
    "users/mail/second_factor_reset": {},
}  # fmt: skip


def kinds() -> list[str]:
    """Every kind of mail, by the templates of our apps, and the digests."""
    found = set(DIGESTS)
    for app in ("cms/users", "cms/core", "sites", "exchanges", "home", "syndication"):
        folder = Path(settings.BASE_DIR) / app / "templates"
        for path in folder.rglob("*_message.txt"):
            found.add(str(path.relative_to(folder)).removesuffix("_message.txt"))
    return sorted(found)


def filled() -> set[str]:
    """The kinds for which there is something to fill them with."""
    return {*DIGESTS, *CONTEXTS, *(NOTICES + event for event in FACTS)}


def letter(kind: str, *, site: Site, person: User) -> Letter:
    """A mail of that kind to a member of the site's network, not sent and not kept.

    Raises LookupError where nothing is there to fill it with.
    """
    if kind not in filled():
        raise LookupError(f"Say in tools/mails.py what {kind} is filled with.")
    if kind.startswith(NOTICES):
        return Letter(key=kind, content=_told(kind.removeprefix(NOTICES), site, person))
    if kind in DIGESTS:
        return _digest(kind, site, person)
    home = voice_of(site.pk).url
    context = {
        name: value.replace(HOME, home) if isinstance(value, str) else value
        for name, value in CONTEXTS[kind].items()
    }
    return Letter(key=kind, content=write(site.pk, person.email, kind, context))


def message(kind: str, *, site: Site, person: User) -> Any:
    """The same as Django sends it."""
    return message_of(letter(kind, site=site, person=person))


def stops(kind: str) -> bool:
    """Whether its reader must be offered to stop such mails: those of what is told, and digests."""
    return kind.startswith(NOTICES) or kind in DIGESTS


def _notice(event: str, site: Site, person: User, pk: int | None = 1) -> Notice:
    kind, facts = FACTS[event]
    return Notice(
        pk=pk, person=person, network=site, kind=kind, event=event, subject=event, facts=facts,
        created_at=timezone.now(),
    )  # fmt: skip


def _told(event: str, site: Site, person: User) -> dict[str, Any]:
    return Fanout().content(_notice(event, site, person), Mailbox(pk=1, email=person.email, person=person))


def _digest(kind: str, site: Site, person: User) -> Letter:
    """Written by what writes digests, of rows that nobody keeps."""
    with transaction.atomic():
        Letter.objects.all().delete()
        if kind == DIGESTS[0]:
            _wait(site, person, GATHERED)
            digests.send_digests()
        else:
            _find(site)
            alert_digests.send_alert_digests()
        made = Letter.objects.get()
        transaction.set_rollback(True)
    return made


def _wait(site: Site, person: User, events: Iterable[str]) -> None:
    """Of each kind of thing something waits for the morning."""
    Notice.objects.all().delete()
    for event in events:
        notice = _notice(event, site, person, pk=None)
        notice.pace, notice.mail_due_at = Pace.DAILY, timezone.now() - timedelta(minutes=1)
        notice.save()


def _find(site: Site) -> None:
    """Somebody without an account waits for what the site's newest announcements are."""
    Alert.objects.all().delete()
    alert = Alert.objects.create(
        network=site, email="zoe@example.org", kind="exchanges", label="Locaux · Nice (06)", query="",
        confirmed_at=timezone.now(),
    )  # fmt: skip
    for page in ExchangePage.objects.current().filter(is_copy=False).on_site(site)[:3]:
        AlertHit.objects.create(alert=alert, page=page)
    AlertHit.objects.update(found_at=timezone.now() - timedelta(days=8))
