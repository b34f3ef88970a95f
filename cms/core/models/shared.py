"""The page that circulates: typed once in its home network, copied where rules and its author allow."""

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import RichTextField
from wagtail.locks import BaseLock
from wagtail.models import Page, PageManager, PagePermissionTester, PageQuerySet
from wagtail.search import index
from wagtail.utils.decorators import cached_classmethod
from wagtail_localize.fields import SynchronizedField

from cms.core import registry
from cms.core.copies import CopyPermissionTester
from cms.core.geo import Point
from cms.core.locks import CopyLock
from cms.core.text import stems

if TYPE_CHECKING:
    from wagtail.admin.panels import Panel
    from wagtail.models import Site

RICH_TEXT = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "hr"]


# Who a page is and where it comes from: never part of what is copied, reverted or mirrored.
OWN_FIELDS = ("uid", "is_copy", "origin_page", "origin_site", "origin_url")


class Sharing(models.TextChoices):
    """How far a page may travel, from the shortest way to the longest."""

    NETWORK = "network", _("This site only")
    HUB = "hub", _("This site and the regional platform")
    NETWORKS = "networks", _("The regional platform and the affiliated networks")
    OPEN = "open", _("Everywhere, partners and open data included")


class SharedPageQuerySet(PageQuerySet):
    """Questions asked of pages that circulate."""

    def current(self) -> Self:
        """Published pages whose last day has not passed."""
        return self.live().filter(not_expired())

    def on_site(self, site: "Site") -> Self:
        """Pages below the root of a network's site."""
        return self.filter(path__startswith=site.root_page.path)

    def origins(self) -> Self:
        """Pages typed here, as opposed to copies and to Wagtail's aliases, which only mirror."""
        return self.filter(is_copy=False, alias_of=None)


def not_expired(prefix: str = "") -> Q:
    """The condition that the last day of a page, reached by the prefix, has not passed."""
    return Q(**{f"{prefix}expires_on__isnull": True}) | Q(
        **{f"{prefix}expires_on__gte": timezone.localdate()}
    )


SharedPageManager = PageManager.from_queryset(SharedPageQuerySet)


class SharedPage(Page):
    """What every kind that circulates has. A kind declares which of its own fields travel.

    `uid` is the identity everywhere: the origin and its copies carry the same one.
    `latitude` and `longitude` (WGS84 degrees) follow `location`.
    `featured`, `editor_note` and `local_themes` belong to the site on which the page stands:
    no update of a copy overwrites them.
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    summary = models.CharField(
        _("in one sentence"),
        max_length=250,
        blank=True,
        help_text=_("What you would say of it to a neighbour; it stands on the cards of the lists."),
    )
    body = RichTextField(_("description"), blank=True, features=RICH_TEXT)
    image = models.ForeignKey(
        "wagtailimages.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    themes = ParentalManyToManyField(
        "core.Theme",
        blank=True,
        related_name="%(class)s_pages",
        verbose_name=_("themes"),
        help_text=_("Two or three are enough: rules and alerts go by them."),
    )
    area = models.ForeignKey(
        "core.Area",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("commune or area"),
    )
    area.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    location = models.CharField(_("position on the map"), max_length=100, blank=True)
    latitude = models.FloatField(null=True, blank=True, editable=False)
    longitude = models.FloatField(null=True, blank=True, editable=False)
    sharing = models.CharField(
        _("where it may be shown"), max_length=10, choices=Sharing, default=Sharing.NETWORKS
    )
    expires_on = models.DateField(
        _("last day"),
        null=True,
        blank=True,
        help_text=_("After that day the page leaves the lists and the other sites."),
    )
    changed_at = models.DateTimeField(auto_now=True, editable=False, db_index=True)

    is_copy = models.BooleanField(default=False, editable=False, db_index=True)
    origin_page = models.ForeignKey(
        "wagtailcore.Page", models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    origin_site = models.ForeignKey(
        "wagtailcore.Site", models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    # Not for the reference index: the usage of a page must not tell where its copies are.
    origin_page.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    origin_site.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    origin_url = models.URLField(max_length=500, blank=True, editable=False)

    featured = models.BooleanField(_("put first on this site"), default=False)
    editor_note = models.CharField(_("word from this site’s editors"), max_length=300, blank=True)
    local_themes = ParentalManyToManyField(
        "core.Theme",
        blank=True,
        related_name="%(class)s_local_pages",
        verbose_name=_("themes added on this site"),
    )

    objects: ClassVar[SharedPageManager] = SharedPageManager()  # type: ignore[valid-type]

    # What travels; each kind adds its own names to these.
    shared_fields: ClassVar[tuple[str, ...]] = (
        "title",
        "seo_title",
        "search_description",
        "first_published_at",
        "summary",
        "body",
        "image",
        "area",
        "location",
        "latitude",
        "longitude",
        "sharing",
        "expires_on",
    )
    shared_relations: ClassVar[tuple[str, ...]] = ("themes",)
    # Child relations whose rows have an `audience`.
    shared_contacts: ClassVar[str] = "contacts"
    # Foreign keys to another shared page: kept only where that page may go too.
    shared_references: ClassVar[tuple[str, ...]] = ()
    # field -> the field that holds its audience.
    guarded_fields: ClassVar[Mapping[str, str]] = {}
    # Parts of the kind that a rule may name instead of all of it: code -> (label, conditions).
    variants: ClassVar[Mapping[str, tuple[Any, Mapping[str, Any]]]] = {}
    # The class of the page below which copies of this kind stand, as "app.Model".
    index_model: ClassVar[str]

    search_fields = [
        *Page.search_fields,
        index.SearchField("search_words"),
        index.FilterField("is_copy"),
        index.FilterField("expires_on"),
    ]
    # The fields in whose words visitors find the page.
    found_by: ClassVar[tuple[str, ...]] = ("title", "summary", "body")
    # A duplicate or a translation is a page of its own, with its own identity and local life.
    exclude_fields_in_copy = [*OWN_FIELDS, "featured", "editor_note", "local_themes"]
    override_translatable_fields: ClassVar[list[SynchronizedField]] = [
        SynchronizedField("location", overridable=False),
    ]

    class Meta:
        abstract = True

    @cached_classmethod
    def get_edit_handler(cls) -> "Panel":  # noqa: N805 - a class method, by its decorator
        """The editing screen of the kind, with the tabs that other apps add."""
        from wagtail.admin.panels import ObjectList, TabbedInterface

        content = ObjectList(cls.content_panels, heading=_("Content"))
        tabs = [content, *(make_tab() for make_tab in registry.page_tabs)]
        return TabbedInterface(tabs, base_form_class=getattr(cls, "base_form_class", None)).bind_to_model(cls)

    def clean(self) -> None:
        """Raise ValidationError, on `location`, for what is no position on Earth."""
        super().clean()
        if self.location and Point.parse(self.location) is None:
            raise ValidationError(
                {"location": _("Write a latitude and a longitude, for example 43.5297, 5.4474.")}
            )

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the numbers in step with the position, and give a new alias an identity of its own."""
        if self._state.adding and self.alias_of_id:
            self.uid = uuid.uuid4()
        self.place()
        if not self.is_copy:
            self.point_at_origins()
        super().save(*args, **kwargs)

    def point_at_origins(self) -> None:
        """Where the page refers to a copy, refer to its origin: a copy may go, and only its site has it."""
        from cms.core.links import origins_of, relinked

        columns = [f"{name}_id" for name in self.shared_references]
        origins = origins_of({getattr(self, column) for column in columns}, body=self.body)
        for column in columns:
            setattr(self, column, origins.get(getattr(self, column), getattr(self, column)))
        self.body = relinked(self.body, origins)

    def place(self) -> None:
        """Set latitude and longitude from the position, or else from the area."""
        point = Point.parse(self.location)
        source = point or self.area
        self.latitude = source.latitude if source else None
        self.longitude = source.longitude if source else None

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """The page as the revision says, but for who it is and where it comes from."""
        page: Self = super().with_content_json(content)
        for name in OWN_FIELDS:
            column = self._meta.get_field(name).attname  # type: ignore[union-attr]
            setattr(page, column, getattr(self, column))
        return page

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """What the user may do to it: next to nothing when it is a copy."""
        return CopyPermissionTester(user, self) if self.is_copy else super().permissions_for_user(user)

    @cached_property
    def search_words(self) -> str:
        """Its texts without markup, then their words prepared as searches are (`cms.core.text`).

        Kept on the instance: the index asks for it once a column.
        """
        said = strip_tags(" ".join(getattr(self, name) for name in self.found_by).replace("<", " <"))
        return f"{said} {' '.join(stems(said))}"

    @property
    def is_expired(self) -> bool:
        """Whether its last day has passed."""
        return self.expires_on is not None and self.expires_on < timezone.localdate()

    def get_lock(self) -> BaseLock | None:
        """A copy is locked for everybody: it is edited where it was typed."""
        return CopyLock(self) if self.is_copy else super().get_lock()

    @property
    def canonical_url(self) -> str:
        """Where search engines should send people: the origin of a copy, else the page itself."""
        return self.origin_url if self.is_copy else self.full_url or ""

    @property
    def identity(self) -> str:
        """The stable URI of what the page says, whichever site shows it."""
        host = (self._host() or "localhost").removesuffix(settings.LOCAL_HOST_SUFFIX)
        return f"https://{host}/id/{self._meta.model_name}/{self.uid}"

    def _host(self) -> str | None:
        """The host of the site on which the page was typed."""
        if self.is_copy:
            return self.origin_site.hostname if self.origin_site else None
        # The addresses of the sites are kept by Wagtail: a site is not read for each page.
        parts = self.get_url_parts()
        return urlsplit(parts[1]).hostname if parts else None
