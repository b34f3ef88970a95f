"""People, known by their e-mail address, and the mails that wait to leave for them."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext_lazy as _

# The permission that opens the administration.
ADMIN = "wagtailadmin.access_admin"


class UserManager(BaseUserManager["User"]):
    """Makes users from an e-mail address and a password."""

    use_in_migrations = True

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user with that e-mail address, whatever its case."""
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "User":
        """A saved user; raises ValueError when the address is empty."""
        if not email:
            raise ValueError("An e-mail address is needed.")
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> "User":
        """A saved user who may do everything."""
        return self.create_user(email, password, **{**extra, "is_staff": True, "is_superuser": True})


class User(AbstractUser):
    """A person with an account; `first_name` and `last_name` may be empty."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    # When they were told that their account goes unless they sign in (`cms.users.idle`); older than their last
    # sign-in, it is void.
    warned_at = models.DateTimeField(null=True, editable=False)
    warned_again_at = models.DateTimeField(null=True, editable=False)
    # Since when it is known that the account is closed (`cms.users.idle`).
    closed_at = models.DateTimeField(null=True, editable=False)
    # Part of what every session of theirs is checked against: another one ends them all.
    session_seal = models.CharField(max_length=22, blank=True, default="", editable=False)

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_without_case"),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the address in small letters, as everything that looks for it expects."""
        self.email = self.email.lower()
        super().save(*args, **kwargs)

    def end_sessions(self) -> None:
        """Sign them out everywhere, once this is committed."""
        self.session_seal = get_random_string(22)
        type(self).objects.filter(pk=self.pk).update(session_seal=self.session_seal)

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        """Django’s, with the seal; without one it is Django’s own."""
        salt = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
        sealed = f"{self.password}{self.session_seal}"
        return salted_hmac(salt, sealed, secret=secret, algorithm="sha256").hexdigest()


class Letter(models.Model):
    """A mail that waits to leave, or has left and says nothing any more (`cms.users.mails`).

    It waits, is taken by a worker, handed to the mail server, and sent (`cms.users.sending`). Without
    content there is nothing left to do with it.
    """

    key = models.CharField(max_length=200, unique=True)
    content = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    taken_at = models.DateTimeField(null=True)
    # From then on the server may have it, whatever became of the worker.
    handed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    # Since when the server does not take its address.
    refused_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")

    def __str__(self) -> str:
        return self.key


class SignUp(models.Model):
    """Somebody who wants an account, and has yet to show that the address is theirs (`cms.users.signups`).

    The same row is kept for an address that has an account: whoever asks learns nothing from it.
    """

    email = models.EmailField(_("e-mail address"))
    # Hashed, as it will be in the account.
    password = models.CharField(max_length=128)
    first_name = models.CharField(max_length=150)
    last_name = models.CharField(max_length=150, blank=True)
    network = models.ForeignKey("wagtailcore.Site", models.CASCADE, related_name="+")
    charter_version = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    # Of the link of the mail: whoever reads the database can't confirm with it. Empty until it is written.
    digest = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - many are not written yet

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")

    def __str__(self) -> str:
        return self.email
