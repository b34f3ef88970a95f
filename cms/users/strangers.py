"""What keeps floods out of forms that anybody may post: a trap, a clock, and counts by client.

No captcha, and nothing asked of a third party. Limits stand in ACCOUNT_RATE_LIMITS, by the name of what is
done; allauth counts them, by the address that forged headers do not move (docs/decisions.md).
"""

import time
from typing import Any

from allauth.core.internal import ratelimit
from django import forms
from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

SALT = "strangers"
# What a person needs at the very least to read a form and to fill it in; and how long one may stay open.
FASTEST, SLOWEST = 3, 24 * 3600


def stamp(at: float | None = None) -> str:
    """The hour at which a form was shown, signed."""
    return signing.dumps(int(time.time() if at is None else at), salt=SALT)


class TrapField(forms.CharField):
    """A field that people neither see nor reach with the keyboard; programs fill it in."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "off", "tabindex": "-1"}
        super().__init__(required=False, label=_("Leave this empty"), widget=forms.TextInput(attrs), **kwargs)


class StrangerFormMixin(forms.Form):
    """Put in front of a form that strangers may post. Its template includes `users/parts/trap.html`.

    Whoever falls into the trap is told nothing of it that a program could learn from: `is_caught`
    says so to the view, which answers as if all were well and does nothing.
    """

    website = TrapField()
    shown_at = forms.CharField(required=False, widget=forms.HiddenInput)
    is_caught = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shown_at"].initial = stamp

    def clean(self) -> dict[str, Any]:
        """Notice the trap; raise ValidationError for a form that was sent too soon or too late."""
        cleaned = super().clean() or self.cleaned_data
        self.is_caught = bool(cleaned.get("website"))
        problem = _age_problem(cleaned.get("shown_at", ""))
        if problem and not self.is_caught:
            # Sent again a moment later, with what was typed, it passes.
            self.data = {**self.data.dict(), "shown_at": stamp()} if hasattr(self.data, "dict") else self.data
            raise forms.ValidationError(problem)
        return cleaned


def _age_problem(shown_at: str) -> Any:
    try:
        age = time.time() - signing.loads(shown_at, salt=SALT)
    except signing.BadSignature:
        return _("This form was open for too long: read it once more, then send it again.")
    if age < FASTEST:
        return _("That was very quick: read it once more, then send it again.")
    return (
        _("This form was open for too long: read it once more, then send it again.") if age > SLOWEST else ""
    )


def may(request: HttpRequest, action: str, *, key: str = "") -> bool:
    """Count one more of these by this client (and by `key`, an address or an account); False: too many.

    Whoever tries links, or asks for what costs much, posts nothing: what is opened counts as what is sent. Of what
    is not allowed a view says so with `ratelimit.respond_429` or a message beside the form.
    """
    user = request.user if request.user.is_authenticated else None
    return _count(request, action, user=user, key=key)


def may_by_mail(action: str, *, user: Any = None, key: str = "") -> bool:
    """The same for what comes by mail, counted together with what they do on the site; no client is known."""
    return _count(None, action, user=user, key=key)


def _count(request: HttpRequest | None, action: str, *, user: Any, key: str) -> bool:
    # allauth refuses to count by somebody who is not there.
    counted = {"ip": request is not None, "user": user is not None, "key": bool(key)}
    rates = settings.ACCOUNT_RATE_LIMITS[action].split(",")
    config = {action: ",".join(rate for rate in rates if counted[rate.rpartition("/")[2]])}
    return bool(
        ratelimit.consume(
            request or HttpRequest(),
            app="allauth.account",
            action=action,
            config=config,
            key=key or None,
            user=user,
            limit_get=True,
        )
    )
