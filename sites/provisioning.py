"""Lays out a network: site, home page, index pages, identity, groups, collection, workflow."""

import re
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import GroupApprovalTask, Locale, Page, Site, Workflow

from cms.core import registry
from sites.models import NetworkSettings, Role, local_hostname
from sites.roles import lay_out_roles

HOSTNAME = re.compile(
    r"^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$"
)


def create_network(
    *, hostname: str, name: str, short_name: str = "", role: str = Role.NETWORK, **identity: Any
) -> Site:
    """Lay out a whole network, or add what is missing to the one that is there, in one transaction.

    `identity` are further fields of `NetworkSettings`. What the network's people changed since is left
    alone: an existing name, role, colour or page is never overwritten. Raises ValidationError, with
    messages by field, when something is wrong; nothing is kept then.
    """
    wanted = NetworkSettings(role=role, name=name, short_name=short_name or name, **identity)
    wanted.full_clean(exclude=["site"], validate_unique=False, validate_constraints=False)
    hostname = _checked_hostname(hostname)
    with transaction.atomic():
        site = Site.objects.filter(hostname=hostname).select_related("root_page").first()
        if site is None:
            _refuse_double_name(wanted)
            _retire_stock()
            site = _create_site(hostname, wanted)
        network = _settings(site, wanted)
        _keep_address(site)
        for lay_out in registry.network_parts:
            lay_out(site)
        lay_out_roles(site, network)
    return site


def default_locale() -> Locale:
    """The locale in which networks are first written: French, unless the settings say otherwise."""
    code = get_supported_content_language_variant(settings.LANGUAGE_CODE)
    return Locale.objects.get_or_create(language_code=code)[0]


def _checked_hostname(hostname: str) -> str:
    cleaned = hostname.strip().lower().rstrip(".")
    if not HOSTNAME.match(cleaned):
        raise ValidationError(
            {
                "hostname": _(
                    "“%(value)s” is no host name: write it without http:// and without a path, "
                    "for example pes.example.org."
                )
                % {"value": hostname}
            }
        )
    return local_hostname(cleaned)


def _refuse_double_name(wanted: NetworkSettings) -> None:
    """Groups and collections are found by the short name: two networks must not share it."""
    other = NetworkSettings.objects.filter(short_name__iexact=wanted.short_name).first()
    if other:
        raise ValidationError(
            {
                "short_name": _("“%(short)s” is the short name of %(network)s already.")
                % {"short": wanted.short_name, "network": other.name}
            }
        )


def _create_site(hostname: str, wanted: NetworkSettings) -> Site:
    if registry.make_home is None:
        raise LookupError("No app says what the home page of a network is.")
    root = Page.get_first_root_node()
    slug = slugify(wanted.short_name)
    taken = root.get_children().filter(slug=slug).exists()
    home = registry.make_home(wanted.name, "" if taken else slug)
    home.locale = default_locale()
    try:
        with transaction.atomic():
            return Site.objects.create(
                hostname=hostname,
                port=settings.SITE_PORT,
                site_name=wanted.name,
                root_page=root.add_child(instance=home),
                is_default_site=_is_default(wanted),
            )
    except IntegrityError:  # Somebody else was laying it out at the same time.
        raise ValidationError(
            {"hostname": _("%(host)s is the address of another network already.") % {"host": hostname}}
        ) from None


def _is_default(wanted: NetworkSettings) -> bool:
    """Unknown addresses are answered by the hub, or else by the first network."""
    if wanted.is_hub:
        networks = NetworkSettings.objects.filter(role=Role.HUB, site__is_default_site=True)
        if networks.exists():
            return False
        Site.objects.filter(is_default_site=True).update(is_default_site=False)
        return True
    return not Site.objects.filter(is_default_site=True).exists()


def _settings(site: Site, wanted: NetworkSettings) -> NetworkSettings:
    network = NetworkSettings.objects.filter(site=site).first()
    if network is None or not network.name:  # Wagtail makes an empty one when a template asks for it.
        wanted.pk, wanted.site = (network.pk if network else None), site
        wanted.save()
        return wanted
    if network.name != wanted.name:
        raise ValidationError(
            {
                "hostname": _("%(host)s is the address of %(network)s already.")
                % {"host": site.hostname, "network": network.name}
            }
        )
    if network.role != wanted.role:
        raise ValidationError(
            {
                "role": _("%(network)s is there already as: %(role)s.")
                % {"network": network.name, "role": network.get_role_display()}
            }
        )
    return network


def _keep_address(site: Site) -> None:
    """The port in links follows the settings: a developer may start on another one today."""
    if site.port != settings.SITE_PORT:
        site.port = settings.SITE_PORT
        site.save(update_fields=["port"])


def _retire_stock() -> None:
    """Remove what Wagtail's migrations put in a new database, where nobody has used it.

    Its two groups may edit every page of every network, its workflow would review them, and its
    welcome page answers unknown addresses.
    """
    Group.objects.filter(name__in=["Editors", "Moderators"], user=None).delete()
    Workflow.objects.filter(name="Moderators approval", workflow_states=None).delete()
    GroupApprovalTask.objects.filter(name="Moderators approval", task_states=None).delete()
    for page in Page.get_first_root_node().get_children().exact_type(Page).filter(slug="home", numchild=0):
        if not NetworkSettings.objects.filter(site__root_page=page).exclude(name="").exists():
            page.delete()
