"""What a network is beyond its Wagtail site: role, identity, theme."""

from typing import Any, ClassVar, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.contrib.settings.registry import register_setting
from wagtail.models import Orderable, Site

from sites.colours import AA_TEXT, contrast, validate_colour


class Role(models.TextChoices):
    """What a network does with what is shared."""

    NETWORK = "network", _("network")
    HUB = "hub", _("regional platform")


class Review(models.TextChoices):
    """When the network reads what its members publish before it is shown."""

    NEVER = "never", _("Never: it is shown at once")
    FIRST = "first", _("The first time: once one was accepted, the next ones are shown at once")
    ALWAYS = "always", _("Always")


class Mark(models.TextChoices):
    """Logo marks drawn for the demonstration, used where no logo is given."""

    NONE = "", _("the network’s initials")
    APEAS = "apeas", "APEAS"
    ALLIANCE = "alliance", "Alliance Provence"
    MESCLUN = "mesclun", "MESCLUN"
    PES = "pes", "PES PACA"


class HeadingFont(models.TextChoices):
    """Typefaces of headings, served from our own files."""

    BRICOLAGE = "bricolage", "Bricolage Grotesque"
    FRAUNCES = "fraunces", "Fraunces"
    FAMILJEN = "familjen", "Familjen Grotesk"
    SCHIBSTED = "schibsted", "Schibsted Grotesk"


class NetworkQuerySet(models.QuerySet["NetworkSettings"]):
    """Questions asked of networks."""

    def hubs(self) -> "NetworkQuerySet":
        """The regional platforms."""
        return self.filter(role=Role.HUB)


def colour(label: Any, default: str, help_text: Any = "") -> models.CharField:
    """A column for a colour #RRGGBB."""
    return models.CharField(
        label, max_length=7, default=default, validators=[validate_colour], help_text=help_text
    )


@register_setting(icon="site")
class NetworkSettings(ClusterableModel, BaseSiteSetting):
    """A network: a Wagtail site with a role, an identity and a theme."""

    role = models.CharField(_("role"), max_length=8, choices=Role, default=Role.NETWORK, db_index=True)
    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=40)
    tagline = models.CharField(_("what it is for, in one sentence"), max_length=200, blank=True)
    mark = models.CharField(_("logo mark"), max_length=10, choices=Mark, blank=True, default=Mark.NONE)
    logo = models.ForeignKey(
        "wagtailimages.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
    )
    ink = colour(_("ink"), "#14213D", _("Text: dark."))
    primary = colour(_("primary colour"), "#1D4E89", _("Buttons and links."))
    on_primary = colour(_("text on the primary colour"), "#FFFFFF")
    accent = colour(_("accent"), "#E9A23B", _("Fills only, never for text on paper."))
    on_accent = colour(_("text on the accent"), "#14213D")
    paper = colour(_("paper"), "#F7F8FA", _("The ground of the pages: light."))
    heading_font = models.CharField(
        _("typeface of headings"), max_length=12, choices=HeadingFont, default=HeadingFont.SCHIBSTED
    )
    contact_email = models.EmailField(_("e-mail of the network"), blank=True)
    contact_phone = models.CharField(_("telephone of the network"), max_length=30, blank=True)
    postal_address = models.CharField(_("postal address"), max_length=250, blank=True)
    charter_page = models.ForeignKey(
        "wagtailcore.Page",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("charter page"),
    )
    takes_members = models.BooleanField(
        _("visitors can open an account"),
        default=True,
        help_text=_(
            "They confirm their address and accept the charter. Otherwise accounts come by invitation."
        ),
    )
    review = models.CharField(
        _("what members publish is read first"), max_length=6, choices=Review, default=Review.FIRST
    )
    member_keywords = models.CharField(
        _("keywords of what members publish"),
        max_length=200,
        blank=True,
        help_text=_(
            "Put on their announcements and sheets when they are handed in, separated by commas: the rules that "
            "go by a keyword then take them too, as far as their author lets them go."
        ),
    )
    tile_url = models.CharField(
        _("map tiles"),
        max_length=250,
        blank=True,
        help_text=_(
            "Address pattern of a tile server with {z}, {x}, {y}; empty: the map is drawn here. "
            "Browsers show its tiles only once the technical team has added its host to TILE_HOSTS."
        ),
    )
    tile_attribution = models.CharField(_("words due to the tile server"), max_length=200, blank=True)

    objects: ClassVar[models.Manager["NetworkSettings"]] = NetworkQuerySet.as_manager()

    panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("short_name"),
                FieldPanel("tagline"),
                FieldRowPanel([FieldPanel("logo"), FieldPanel("mark")]),
            ],
            heading=_("Identity"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("ink"), FieldPanel("paper")]),
                FieldRowPanel([FieldPanel("primary"), FieldPanel("on_primary")]),
                FieldRowPanel([FieldPanel("accent"), FieldPanel("on_accent")]),
                FieldPanel("heading_font"),
            ],
            heading=_("Look"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("contact_email"),
                FieldPanel("contact_phone"),
                FieldPanel("postal_address"),
                FieldPanel("charter_page"),
            ],
            heading=_("Contacts"),
        ),
        MultiFieldPanel(
            [FieldPanel("takes_members"), FieldPanel("review"), FieldPanel("member_keywords")],
            heading=_("Members"),
        ),
        InlinePanel("links", heading=_("Links of the footer"), label=_("link")),
        MultiFieldPanel(
            [FieldPanel("tile_url"), FieldPanel("tile_attribution")], heading=_("Map"), classname="collapsed"
        ),
        FieldPanel("role", permission="superuser"),
    ]

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        permissions = [("manage_people", "Can manage the people of the network")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Raise ValidationError beside the colour whose text can't be read on it."""
        super().clean()
        pairs = (
            ("ink", "paper"),
            ("on_primary", "primary"),
            ("primary", "paper"),
            ("on_accent", "accent"),
        )
        errors = {}
        for text, ground in pairs:
            try:
                ratio = contrast(getattr(self, text), getattr(self, ground))
            except (ValueError, IndexError):
                continue  # Not a colour: its own validator says so.
            if ratio < AA_TEXT:
                field = cast("models.Field[Any, Any]", self._meta.get_field(ground))
                errors[text] = _(
                    "Too little contrast with “%(ground)s”: %(ratio)s to 1, where %(least)s is the least."
                ) % {
                    "ground": field.verbose_name,
                    # Never rounded up to what is asked for.
                    "ratio": number_format(int(ratio * 10) / 10, 1),
                    "least": number_format(AA_TEXT, 1),
                }
        if errors:
            raise ValidationError(errors)

    @property
    def is_hub(self) -> bool:
        """Whether it is the regional platform."""
        return self.role == Role.HUB

    @property
    def keywords_of_members(self) -> list[str]:
        """What is put on the pages that members hand in."""
        return [word for each in self.member_keywords.split(",") if (word := each.strip())]

    @property
    def tokens(self) -> dict[str, str]:
        """The theme, as CSS custom properties without their dashes."""
        names = ("ink", "primary", "on_primary", "accent", "on_accent", "paper")
        return {name.replace("_", "-"): getattr(self, name) for name in names}

    @property
    def url(self) -> str:
        """The root address of its site."""
        return self.site.root_url

    @property
    def footer_links(self) -> list[dict[str, str]]:
        """The links of its footer, in order."""
        return [{"label": link.label, "url": link.url} for link in self.links.all()]


class FooterLink(Orderable):
    """A link in the footer of a network."""

    network = ParentalKey(NetworkSettings, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(_("words"), max_length=60)
    url = models.CharField(_("address"), max_length=300)

    panels: ClassVar[list[Any]] = [FieldRowPanel([FieldPanel("label"), FieldPanel("url")])]

    class Meta(Orderable.Meta):
        verbose_name = _("link")

    def __str__(self) -> str:
        return self.label


def local_hostname(hostname: str) -> str:
    """The name under which a network answers on this install (`.localhost` on a developer's machine)."""
    suffix = settings.LOCAL_HOST_SUFFIX
    return hostname if hostname.endswith(suffix) else f"{hostname}{suffix}"


def site_of(hostname: str) -> Site:
    """The site with that host name, with or without the local suffix; raises Site.DoesNotExist."""
    return Site.objects.get(hostname__in=[hostname, local_hostname(hostname)])
