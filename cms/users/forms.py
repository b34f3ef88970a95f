"""allauth's forms in our words: a label above each field, and nothing written inside it."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from cms.users.accounts import shorten
from cms.users.limits import may_write_to, spend
from cms.users.mails import site_of
from cms.users.models import User
from cms.users.resets import queue_reset

PASSWORD_HELP = _("At least 12 characters: a few words put together are easy to remember and hard to guess.")


class PlainMixin:
    """Our labels and help in the place of allauth’s, and no placeholder."""

    labels: ClassVar[dict[str, Any]] = {}
    helps: ClassVar[dict[str, Any]] = {}
    attrs: ClassVar[dict[str, dict[str, str]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs.update(self.attrs.get(name, {}))


class LoginForm(PlainMixin, account.LoginForm):
    """Address and password."""

    labels = {
        "login": _("E-mail address"),
        "password": _("Password"),
        "remember": _("Keep me signed in on this computer"),
    }
    helps = {"remember": _("Not on a computer that others use.")}
    attrs = {"login": {"autocomplete": "username"}}

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Sign in, for a day at most where more is at stake."""
        response: HttpResponse = super().login(request, redirect_url)
        shorten(request, self.user)
        return response


class ReauthenticateForm(PlainMixin, account.ReauthenticateForm):
    """The password, again."""

    labels = {"password": _("Password")}


class ResetPasswordForm(PlainMixin, account.ResetPasswordForm):
    """Asks for a link; the queue finds out whom it is for, so that the answer can't tell."""

    labels = {"email": _("E-mail address")}

    def clean_email(self) -> str:
        """The address in small letters; nobody is looked for."""
        return str(self.cleaned_data["email"]).lower()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Queue one job, whoever it is and whether or not there is an account."""
        email: str = self.cleaned_data["email"]
        if may_write_to(request, email):
            queue_reset(email=email, site_id=site_of(request))
        return email


class NewPasswordMixin(PlainMixin):
    """A new password, twice."""

    labels = {
        "oldpassword": _("Current password"),
        "password1": _("New password"),
        "password2": _("New password, again"),
    }
    helps = {"password1": PASSWORD_HELP}


class ResetPasswordKeyForm(NewPasswordMixin, account.ResetPasswordKeyForm):
    """The last step of a reset."""


class ChangePasswordForm(NewPasswordMixin, account.ChangePasswordForm):
    """Another password."""


class SetPasswordForm(NewPasswordMixin, account.SetPasswordForm):
    """A first password."""


class UserTokenForm(account.UserTokenForm):
    """The link of a reset: that of a closed account opens nothing."""

    def _get_user(self, uidb36: str) -> User | None:
        user: User | None = super()._get_user(uidb36)
        return user if user is not None and user.is_active else None


class ChangeAddressForm(PlainMixin, account.AddEmailForm):
    """Another address, which takes the place of the one at hand once it is confirmed."""

    labels = {"email": _("New e-mail address")}


class CodeMixin(PlainMixin):
    """The six digits of the application, or a recovery code."""

    labels = {"code": _("Code")}
    helps = {"code": _("The six digits that your application shows, or one of your recovery codes.")}
    attrs = {"code": {"inputmode": "numeric", "autofocus": "autofocus"}}

    def clean_code(self) -> str:
        """The code, if it was not used before; raises ValidationError."""
        code: str = super().clean_code()  # type: ignore[misc]
        authenticator = getattr(self, "authenticator", None)
        one_time = authenticator is None or authenticator.type == Authenticator.Type.TOTP
        if one_time and not spend(self.user.pk, code):  # type: ignore[attr-defined]
            raise second_factor.get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(CodeMixin, second_factor.AuthenticateForm):
    """The second step of signing in."""


class ReauthenticateCodeForm(CodeMixin, second_factor.ReauthenticateForm):
    """The code, again."""


class ActivateForm(CodeMixin, totp.ActivateTOTPForm):
    """The first code, which shows that the application is set up."""

    helps = {"code": _("The six digits that your application shows now.")}
    # Whoever opens the page reads first what to do.
    attrs = {"code": {"inputmode": "numeric"}}
