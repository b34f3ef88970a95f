"""Contact points and who may see them."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable


class Audience(models.TextChoices):
    """Who may see something, from the widest circle to the narrowest."""

    PUBLIC = "public", _("Everybody")
    MEMBERS = "members", _("Signed-in members of the platform")
    NETWORK = "network", _("Members of this network only")
    PRIVATE = "private", _("The structure and its network’s editors only")


class Medium(models.TextChoices):
    """By what one is reached."""

    PHONE = "phone", _("Telephone")
    MOBILE = "mobile", _("Mobile")
    FAX = "fax", _("Fax")
    EMAIL = "email", _("E-mail")
    WEBSITE = "website", _("Website")
    SOCIAL = "social", _("Social network")
    FEED = "feed", _("RSS feed")
    CALENDAR = "calendar", _("Calendar")


def validate_phone(value: str) -> None:
    """Raise ValidationError unless the value has between 8 and 15 digits and nothing but separators."""
    digits = [c for c in value if c.isdigit()]
    if not 8 <= len(digits) <= 15 or any(c not in "0123456789+ .()-\u00a0\u202f" for c in value):
        raise ValidationError(_("Write a telephone number, for example 04 65 71 00 00."))


VOICE = {Medium.PHONE, Medium.MOBILE, Medium.FAX}
validate_address = URLValidator(schemes=["http", "https", "webcal"])
CHECKS: dict[Medium, Callable[[str], None]] = {
    Medium.EMAIL: validate_email,
    **dict.fromkeys(VOICE, validate_phone),
}


class ContactPoint(Orderable):
    """One way to reach the author of a page, with its audience. Each kind has its own table."""

    medium = models.CharField(_("by"), max_length=10, choices=Medium)
    value = models.CharField(_("number or address"), max_length=250)
    label = models.CharField(_("whom one reaches"), max_length=80, blank=True)
    audience = models.CharField(_("seen by"), max_length=10, choices=Audience, default=Audience.PUBLIC)

    panels = [
        FieldRowPanel([FieldPanel("medium"), FieldPanel("value")]),
        FieldRowPanel([FieldPanel("audience"), FieldPanel("label")]),
    ]

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = _("contact point")
        verbose_name_plural = _("contact points")

    def __str__(self) -> str:
        return f"{self.get_medium_display()} {self.value}"

    def clean(self) -> None:
        """Raise ValidationError, on `value`, for what its medium can't be."""
        super().clean()
        check = CHECKS.get(Medium(self.medium), validate_address) if self.medium else validate_address
        try:
            check(self.value)
        except ValidationError as error:
            raise ValidationError({"value": error.messages}) from error

    @property
    def href(self) -> str:
        """The address of a link that opens the medium."""
        if self.medium == Medium.EMAIL:
            return f"mailto:{self.value}"
        if self.medium in VOICE:
            return "tel:" + "".join(c for c in self.value if c.isdigit() or c == "+")
        return self.value
