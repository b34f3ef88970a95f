"""allauth's forms in our words: a label above each field, and nothing written inside it."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as second_factor
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from cms.users import signups
from cms.users.accounts import shorten
from cms.users.limits import may_write_to, spend
from cms.users.mails import site_of
from cms.users.models import User
from cms.users.resets import queue_reset
from cms.users.signups import entrance_of
from cms.users.strangers import StrangerFormMixin, may

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


class SignUpForm(StrangerFormMixin, PlainMixin, account.SignupForm):
    """A name, an address, a password, and the network's charter where it has one."""

    first_name = forms.CharField(max_length=150)
    last_name = forms.CharField(max_length=150, required=False)
    accepts_charter = forms.BooleanField(
        error_messages={"required": _("An account is opened with the charter only: read it, then tick this.")}
    )
    field_order = ("first_name", "last_name", "email", "password1", "accepts_charter")
    labels = {
        "first_name": _("First name"),
        "last_name": _("Last name"),
        "email": _("E-mail address"),
        "password1": _("Password"),
        "accepts_charter": _("I accept the charter of the network"),
    }
    helps = {
        "email": _("It stays between you and the network: nobody sees it on the site."),
        "password1": PASSWORD_HELP,
    }
    attrs = {
        "first_name": {"autocomplete": "given-name"},
        "last_name": {"autocomplete": "family-name"},
        "email": {"autocomplete": "username"},
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entrance = entrance_of(context.request)
        if self.entrance is None or not self.entrance.charter_url:
            del self.fields["accepts_charter"]

    def clean_email(self) -> str:
        """The address in small letters; nobody is looked for."""
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        """Look at the password knowing whose it will be, and count the form; raises ValidationError."""
        cleaned = super().clean()
        if self.errors or self.is_caught:
            return cleaned
        names = {name: cleaned[name] for name in ("first_name", "last_name")}
        try:
            validate_password(cleaned["password1"], User(email=cleaned["email"], **names))
        except forms.ValidationError as error:
            self.add_error("password1", error)
            return cleaned
        if not may(context.request, "sign_up", key=cleaned["email"]):
            raise forms.ValidationError(_("Too many tries: wait a few minutes, then try again."))
        return cleaned

    def try_save(self, request: HttpRequest) -> tuple[None, HttpResponse]:
        """Keep it until the link of the mail is followed; the answer is the same for every address."""
        site_id = site_of(request)
        if site_id and self.entrance and not self.is_caught:
            signups.ask(
                email=self.cleaned_data["email"],
                password=self.cleaned_data["password1"],
                first_name=self.cleaned_data["first_name"],
                last_name=self.cleaned_data["last_name"],
                site_id=site_id,
                charter_version=self.entrance.charter_version,
            )
        return None, redirect("account_email_verification_sent")


class DetailsForm(forms.ModelForm[User]):
    """What somebody is called, and in which language they are written to."""

    class Meta:
        model = User
        fields = ("first_name", "last_name", "language")
        widgets = {
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
        }
        labels = {"first_name": _("First name"), "last_name": _("Last name"), "language": _("Language")}
        help_texts = {"language": _("Of the mails and notices that you get.")}


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
