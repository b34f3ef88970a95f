"""In whose name mails leave: a network's, with its address and colours."""

from django.conf import settings
from wagtail.models import Site

from cms.core.registry import Voice
from sites.models import NetworkSettings


def voice_of(site_id: int | None) -> Voice:
    """The network of that site; the platform itself, in its own colours, where it is none."""
    networks = NetworkSettings.objects.exclude(name="").select_related("site")
    network = networks.filter(site=site_id).first() or networks.order_by("role", "pk").first()
    if network is None:
        return _platform()
    return Voice(
        name=network.name,
        address=network.contact_email,
        url=network.url,
        primary=network.primary,
        on_primary=network.on_primary,
    )


def _platform() -> Voice:
    site = Site.objects.filter(is_default_site=True).first()
    return Voice(
        name=settings.WAGTAIL_SITE_NAME,
        address="",
        url=site.root_url if site else settings.WAGTAILADMIN_BASE_URL,
        primary=NetworkSettings().primary,
        on_primary=NetworkSettings().on_primary,
    )
