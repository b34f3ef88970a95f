"""Opening an account: asked for by anybody, opened by the link of a mail.

Whoever asks, the same is done: one hash, one row, one job. The queue finds out whether the address has an
account, and writes to it either way. There is no account before the link is followed, and each link opens what
was typed with it: nobody chooses the password of an account that somebody else confirms.
"""

from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest
from django.utils import timezone
from django_q.tasks import async_task

from cms.core import registry
from cms.core.registry import Entrance
from cms.users.mails import link, network_mail
from cms.users.models import SignUp, User

LIFE = timedelta(days=3)


def entrance_of(request: HttpRequest) -> Entrance | None:
    """How an account is opened on the site that is asked; None where it can't be."""
    ask = registry.entrance_of
    return ask(request) if ask else None


def ask(
    *, email: str, password: str, first_name: str, last_name: str, site_id: int, charter_version: str
) -> None:
    """Keep what was typed, and have a mail written to the address. Nobody is looked for here."""
    with transaction.atomic():
        row = SignUp.objects.create(
            email=email.lower(),
            password=make_password(password),
            first_name=first_name,
            last_name=last_name,
            network_id=site_id,
            charter_version=charter_version,
        )
        transaction.on_commit(lambda: async_task("cms.users.tasks.write_sign_up", row.pk))


def write(*, sign_up_id: int) -> None:
    """Send the link, or say that there is an account already; safe to run twice."""
    with transaction.atomic():
        row = SignUp.objects.select_for_update().filter(pk=sign_up_id, digest=None).first()
        if row is None:
            return
        if User.objects.filter(email=row.email).exists():
            _send(row, "account/email/account_already_exists")
            row.delete()
            return
        token = token_urlsafe(32)
        row.digest = digest_of(token)
        row.save(update_fields=["digest"])
        url = link(row.network_id, "sign_up_confirm", token)
        _send(row, "account/email/email_confirmation_signup", activate_url=url)


def write_waiting() -> None:
    """Write what a lost job left behind."""
    for sign_up_id in SignUp.objects.filter(digest=None).order_by("pk").values_list("pk", flat=True):
        write(sign_up_id=sign_up_id)


def find(*, token: str, site_id: int | None) -> SignUp | None:
    """What the link confirms, on the site where it was asked for, while its time lasts."""
    return _valid().filter(digest=digest_of(token), network=site_id).first()


def confirm(*, sign_up: SignUp) -> User | None:
    """Open the account, make its owner a member, and end every other link to the address.

    None where that was done before, or where the address got an account by another way.
    """
    with transaction.atomic():
        # All of the address, in one order: two links followed at once wait for one another.
        rows = _valid().select_for_update().filter(email=sign_up.email).order_by("pk")
        row = next((row for row in list(rows) if row.pk == sign_up.pk), None)
        if row is None:
            return None
        SignUp.objects.filter(email=row.email).delete()
        person = _open(row)
        if person is not None and registry.welcome:
            registry.welcome(row.network_id, person, row.charter_version, row.created_at)
        return person


def forget_old() -> None:
    """Delete what nobody confirmed in time."""
    SignUp.objects.filter(created_at__lt=timezone.now() - LIFE).delete()


def digest_of(token: str) -> str:
    """What is kept of a link."""
    return sha256(token.encode()).hexdigest()


def _open(row: SignUp) -> User | None:
    """The account; None where an invitation, say, opened one for the address meanwhile."""
    try:
        with transaction.atomic():
            return User.objects.create(
                email=row.email, password=row.password, first_name=row.first_name, last_name=row.last_name
            )
    except IntegrityError:
        return None


def _valid() -> models.QuerySet[SignUp]:
    return SignUp.objects.filter(created_at__gte=timezone.now() - LIFE)


def _send(row: SignUp, template: str, **context: str) -> None:
    network_mail(
        site_id=row.network_id, to=row.email, template=template, context=context, key=f"sign-up-{row.pk}"
    )
