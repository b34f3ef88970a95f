"""Working for one of one's networks: switching, following what is opened, and what lists show."""

from typing import Any

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.translation import gettext
from wagtail.models import Page, PageLogEntry, Site

from cms.core.registry import Duty
from sites.desks import desks_of, working_network
from sites.models import NetworkSettings
from sites.roles import group_for
from syndication.models import Mode, SyndicationRule
from tests.networks import Networks

pytestmark = pytest.mark.django_db

BOTH = (("apeas", Duty.MODERATOR), ("alliance", Duty.EDITOR))
HOME = "/admin/"


@pytest.fixture
def both(networks: Networks) -> Client:
    """Somebody of APEAS and of Alliance Provence, on no network's address."""
    return networks.client(*BOTH)


def switch(client: Client, site: Site | None, **more: str) -> Any:
    data = {"network": str(site.pk) if site else "", **more}
    return client.post(reverse("network_switch"), data)


def strip(client: Client, url: str = HOME, **options: Any) -> str:
    """The strip at the top of a screen."""
    content = client.get(url, **options).content.decode()
    return content.partition('<div class="network-strip')[2].partition("</div>")[0]


def rule(source: Site, target: Site) -> SyndicationRule:
    made = SyndicationRule(
        name=f"{source.site_name} vers {target.site_name}", network=source, mode=Mode.AUTOMATIC
    )
    made.kinds = ["exchanges.ExchangePage"]
    made.sources, made.targets = [source], [target]
    made.save()
    return made


def test_one_click_changes_name_colours_and_the_other_network(networks: Networks, both: Client) -> None:
    switch(both, networks.apeas)
    assert "<strong>APEAS</strong>" in strip(both)
    assert "--strip:#0B6B63" in strip(both).partition("<form")[0]
    answer = switch(both, networks.alliance)
    assert answer.headers["Location"] == HOME
    assert "<strong>Alliance Provence</strong>" in strip(both)
    assert "--strip:#4A6B1F" in strip(both).partition("<form")[0]
    assert f'value="{networks.apeas.pk}"' in strip(both)


def test_a_person_of_one_network_has_nothing_to_switch(networks: Networks) -> None:
    shown = strip(networks.client(("apeas", Duty.EDITOR)))
    assert "<strong>APEAS</strong>" in shown
    assert "<form" not in shown


def test_looking_at_the_switch_changes_nothing(networks: Networks, both: Client) -> None:
    switch(both, networks.apeas)
    assert both.get(reverse("network_switch"), {"network": networks.alliance.pk}).status_code == 405
    assert "<strong>APEAS</strong>" in strip(both)


@pytest.mark.parametrize("wanted", ["mesclun", "hub", "nobody", "words", "all"])
def test_nobody_works_for_a_network_that_is_not_theirs(networks: Networks, both: Client, wanted: str) -> None:
    switch(both, networks.apeas)
    values = {"nobody": "99999999", "words": "x", "all": ""}
    value = values[wanted] if wanted in values else str(getattr(networks, wanted).pk)
    assert both.post(reverse("network_switch"), {"network": value}).status_code == 404
    assert "<strong>APEAS</strong>" in strip(both)


def test_strangers_are_sent_away(networks: Networks) -> None:
    assert switch(Client(), networks.apeas).status_code == 302
    assert switch(networks.client(), networks.apeas).status_code in (302, 403)


def test_one_stays_on_a_screen_that_every_network_has(networks: Networks, both: Client) -> None:
    rules = reverse("wagtailsnippets_syndication_syndicationrule:list")
    assert f'name="next" value="{rules}"' in strip(both, rules)
    assert switch(both, networks.alliance, next=rules).headers["Location"] == rules
    page = networks.exchange(networks.apeas, "Chez nous")
    assert 'name="next" value=""' in strip(both, reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert switch(both, networks.alliance, next="https://ailleurs.example/").headers["Location"] == HOME


def test_opening_a_page_makes_its_network_the_one_worked_for(networks: Networks, both: Client) -> None:
    page = networks.exchange(networks.alliance, "Chez Alliance")
    switch(both, networks.apeas)
    assert "<strong>Alliance Provence</strong>" in strip(
        both, reverse("wagtailadmin_pages:edit", args=[page.pk])
    )
    assert "<strong>Alliance Provence</strong>" in strip(both)


def test_opening_a_rule_or_settings_does_too(networks: Networks, both: Client) -> None:
    kept = rule(networks.alliance, networks.hub)
    switch(both, networks.apeas)
    strip(both, reverse("wagtailsnippets_syndication_syndicationrule:edit", args=[kept.pk]))
    assert "<strong>Alliance Provence</strong>" in strip(both)
    strip(both, reverse("wagtailsettings:edit", args=["sites", "networksettings", networks.apeas.pk]))
    assert "<strong>APEAS</strong>" in strip(both)


def test_without_a_choice_it_is_the_network_of_the_address(networks: Networks, both: Client) -> None:
    for host, name in (("pes.apeas.fr", "APEAS"), ("pes.allianceprovence.org", "Alliance Provence")):
        assert f"<strong>{name}</strong>" in strip(both, headers={"host": f"{host}.localhost"})
    assert "<strong>APEAS</strong>" in strip(both, headers={"host": "pes.mesclun.org.localhost"})


def test_a_network_that_one_left_is_forgotten_in_silence(networks: Networks) -> None:
    user = networks.user(*BOTH)
    client = Client()
    client.force_login(user)
    switch(client, networks.apeas)
    user.groups.remove(group_for(networks.apeas, Duty.MODERATOR))
    assert "<strong>Alliance Provence</strong>" in strip(client)
    assert "APEAS" not in strip(client)


def test_lists_are_about_the_network_worked_for_and_the_others_stay_open(
    networks: Networks, both: Client
) -> None:
    rules = {key: rule(getattr(networks, key), networks.hub) for key in ("apeas", "alliance", "mesclun")}
    url = reverse("wagtailsnippets_syndication_syndicationrule:list")
    for key in ("apeas", "alliance"):
        switch(both, getattr(networks, key))
        assert list(both.get(url).context["object_list"]) == [rules[key]]
    edit = "wagtailsnippets_syndication_syndicationrule:edit"
    assert both.get(reverse(edit, args=[rules["apeas"].pk])).status_code == 200
    assert both.get(reverse(edit, args=[rules["mesclun"].pk])).status_code == 404


def test_what_is_new_belongs_to_the_network_worked_for(networks: Networks, both: Client) -> None:
    switch(both, networks.alliance)
    form = both.get(reverse("wagtailsnippets_syndication_syndicationrule:add")).context["form"]
    assert form.initial["network"] == networks.alliance.pk
    assert set(form.fields["network"].queryset) == {networks.apeas, networks.alliance}


def test_the_ways_in_lead_to_the_network_worked_for(networks: Networks, both: Client) -> None:
    switch(both, networks.alliance)
    content = both.get(HOME).content.decode()
    assert reverse("wagtailadmin_explore", args=[networks.alliance.root_page_id]) in content
    assert reverse("wagtailadmin_explore", args=[networks.apeas.root_page_id]) not in content
    switch(both, networks.apeas)
    content = both.get(HOME).content.decode()
    assert reverse("wagtailsettings:edit", args=["sites", "networksettings", networks.apeas.pk]) in content


def test_a_superuser_sees_all_until_they_choose(networks: Networks, admin_client: Client) -> None:
    rules = {key: rule(getattr(networks, key), networks.hub) for key in ("apeas", "alliance")}
    url = reverse("wagtailsnippets_syndication_syndicationrule:list")
    assert f"<strong>{gettext('All networks')}</strong>" in strip(admin_client)
    assert set(admin_client.get(url).context["object_list"]) == set(rules.values())
    switch(admin_client, networks.apeas)
    assert "<strong>APEAS</strong>" in strip(admin_client)
    assert list(admin_client.get(url).context["object_list"]) == [rules["apeas"]]
    switch(admin_client, None)
    assert set(admin_client.get(url).context["object_list"]) == set(rules.values())


def test_a_superuser_who_sees_all_goes_on_seeing_all(networks: Networks, admin_client: Client) -> None:
    page = networks.exchange(networks.alliance, "Chez Alliance")
    shown = strip(admin_client, reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert "<strong>Alliance Provence</strong>" in shown
    assert gettext("you see all networks") in shown
    assert f"<strong>{gettext('All networks')}</strong>" in strip(admin_client)


def test_many_networks_are_chosen_from_a_list(networks: Networks, admin_client: Client) -> None:
    switch(admin_client, networks.apeas)
    assert "<select" not in strip(admin_client)
    more = Site.objects.create(
        hostname="pes.cinquieme.fr.localhost", root_page=networks.mesclun.root_page.get_children().first()
    )
    NetworkSettings.objects.create(site=more, name="Cinquième", short_name="Cinquième")
    assert "<select" in strip(admin_client)


def test_knowing_for_whom_one_works_costs_one_query(
    networks: Networks, django_assert_num_queries: Any
) -> None:
    request = RequestFactory().get(HOME)
    request.user = networks.user(*BOTH)
    request.session = SessionBase()
    request.session["working_network"] = networks.alliance.pk
    with django_assert_num_queries(1):
        assert len(desks_of(request)) == 2
        desk = working_network(request)
        assert desk is not None
        assert desk.site.root_page.pk == networks.alliance.root_page_id


def test_the_home_page_tells_of_the_network_worked_for(networks: Networks) -> None:
    user = networks.user(*BOTH)
    client = Client()
    client.force_login(user)
    pages = {key: networks.exchange(getattr(networks, key), f"Chez {key}") for key in ("apeas", "alliance")}
    for page in pages.values():
        client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {})
        PageLogEntry.objects.log_action(page, "wagtail.edit", user=user)
    for key, other in (("apeas", "alliance"), ("alliance", "apeas")):
        site = getattr(networks, key)
        switch(client, site)
        content = client.get(HOME).content.decode()
        assert f"Chez {key}" in content
        assert f"Chez {other}" not in content
        own = Page.objects.descendant_of(site.root_page, inclusive=True).count()
        assert f"{own} Pages <span" in " ".join(content.split())
