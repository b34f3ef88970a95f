"""Who works for which network, and what they see of what is not a page."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse
from wagtail.models import Site

from cms.core.permissions import NetworkScopedChooserViewSet, belongs_to, scoped, user_networks
from cms.core.registry import Duty
from cms.users.models import User
from syndication.models import SyndicationRule
from tests.networks import Networks

pytestmark = pytest.mark.django_db

SECRET, OWN = "Regle secrete", "Regle ouverte"


@pytest.fixture
def rules(networks: Networks) -> dict[str, SyndicationRule]:
    return {
        "apeas": rule(networks.apeas, OWN, networks.hub),
        "alliance": rule(networks.alliance, SECRET, networks.hub),
    }


def rule(owner: Site, name: str, target: Site) -> SyndicationRule:
    made = SyndicationRule(name=name, network=owner)
    made.sources, made.targets = [owner], [target]
    made.save()
    return made


def test_networks_of_people(networks: Networks) -> None:
    assert set(user_networks(networks.user(("apeas", Duty.EDITOR)))) == {networks.apeas}
    assert set(user_networks(networks.user(("hub", Duty.ETHICS)))) == {networks.hub}
    both = networks.user(("apeas", Duty.MODERATOR), ("alliance", Duty.EDITOR))
    assert set(user_networks(both)) == {networks.apeas, networks.alliance}
    assert set(user_networks(networks.user())) == set()
    assert set(user_networks(AnonymousUser())) == set()


def test_a_superuser_works_for_all_and_a_closed_account_for_none(networks: Networks) -> None:
    root = User.objects.create_superuser("root@example.org", "x")
    assert user_networks(root).count() == 4
    root.is_active = False
    root.save()
    assert not user_networks(User.objects.get(pk=root.pk)).exists()


def test_asking_again_costs_nothing(networks: Networks, django_assert_num_queries: Any) -> None:
    user = networks.user(("apeas", Duty.EDITOR), ("mesclun", Duty.MODERATOR))
    with django_assert_num_queries(1):
        assert belongs_to(user, networks.apeas)
        assert belongs_to(user, networks.mesclun)
        assert not belongs_to(user, networks.alliance)
        assert not belongs_to(user, None)


def test_rows_are_narrowed_in_one_query(
    networks: Networks, rules: dict[str, SyndicationRule], django_assert_num_queries: Any
) -> None:
    user = networks.user(("apeas", Duty.EDITOR))
    with django_assert_num_queries(1):
        assert list(scoped(SyndicationRule.objects.all(), user)) == [rules["apeas"]]
    assert list(scoped(SyndicationRule.objects.all(), user, lambda sites: ~Q(network__in=sites))) == [
        rules["alliance"]
    ]


def urls_of(model: Any, pk: int) -> list[str]:
    """Every address of the viewset that takes an id."""
    viewset = model.snippet_viewset
    found = []
    for pattern in viewset.get_urlpatterns():
        if "pk" in pattern.pattern.converters or "(?P<pk>" in str(pattern.pattern):
            try:
                found.append(reverse(viewset.get_url_name(pattern.name), kwargs={"pk": pk}))
            except NoReverseMatch:  # It takes the id of a revision too: none of ours has any.
                assert "revision" in str(pattern.pattern) or "workflow" in str(pattern.pattern)
    return found


@pytest.mark.parametrize("method", ["get", "post"])
def test_rows_of_another_network_are_not_found(
    networks: Networks, rules: dict[str, SyndicationRule], method: str
) -> None:
    secret = rules["alliance"]
    client = networks.client(("apeas", Duty.EDITOR), ("hub", Duty.COORDINATOR))
    urls = urls_of(SyndicationRule, secret.pk)
    assert len(urls) >= 6
    for url in urls:
        response = getattr(client, method)(url)
        assert response.status_code == 404, url
        assert SECRET not in response.content.decode(), url
    assert SyndicationRule.objects.filter(pk=secret.pk, name=SECRET).exists()


def test_own_rows_are_found(networks: Networks, rules: dict[str, SyndicationRule]) -> None:
    client = networks.client(("alliance", Duty.EDITOR))
    for url in urls_of(SyndicationRule, rules["alliance"].pk):
        assert client.get(url).status_code in (200, 405), url


def chooser_view(name: str, user: User, **kwargs: Any) -> Any:
    """A view of a chooser of rules, ready to answer: rules have none of their own."""
    function = getattr(NetworkScopedChooserViewSet("rule_chooser", model=SyndicationRule), name)
    view = function.view_class(**function.view_initkwargs)
    request = RequestFactory().get("/")
    request.user = user
    view.setup(request, **kwargs)
    return view


@pytest.mark.parametrize("name", ["choose_view", "choose_results_view"])
def test_choosers_offer_own_rows_only(
    networks: Networks, rules: dict[str, SyndicationRule], name: str
) -> None:
    view = chooser_view(name, networks.user(("apeas", Duty.EDITOR)))
    assert list(view.get_object_list()) == [rules["apeas"]]


def test_a_row_of_another_network_can_not_be_chosen(
    networks: Networks, rules: dict[str, SyndicationRule]
) -> None:
    user = networks.user(("apeas", Duty.EDITOR))
    chooser_view("chosen_view", user, pk=str(rules["apeas"].pk))
    for pk in (str(rules["alliance"].pk), "abc", "0", "_2E_2E"):
        with pytest.raises(Http404):
            chooser_view("chosen_view", user, pk=pk)
    view = chooser_view("chosen_multiple_view", user)
    assert list(view.get_objects([str(rule.pk) for rule in rules.values()])) == [rules["apeas"]]


def lists_of(model: Any) -> list[str]:
    viewset = model.snippet_viewset
    return [reverse(viewset.get_url_name(name)) for name in ("list", "list_results")]


def test_lists_show_own_rows_only(networks: Networks, rules: dict[str, SyndicationRule]) -> None:
    client = networks.client(("apeas", Duty.EDITOR))
    for url in lists_of(SyndicationRule):
        for query in ("", "?q=Regle"):
            content = client.get(url + query).content.decode()
            assert SECRET not in content, url
            assert OWN in content, url


def bulk_delete(client: Client, *ids: object) -> Any:
    url = reverse("wagtail_bulk_action", args=["syndication", "syndicationrule", "delete"])
    query = "&".join(f"id={each}" for each in ids)
    return client.get(f"{url}?{query}"), client.post(f"{url}?{query}")


def test_bulk_deletion_leaves_other_networks_alone(
    networks: Networks, rules: dict[str, SyndicationRule]
) -> None:
    client = networks.client(("apeas", Duty.EDITOR))
    shown, _done = bulk_delete(client, rules["alliance"].pk)
    assert shown.status_code == 404
    shown, _done = bulk_delete(client, rules["alliance"].pk, rules["apeas"].pk)
    assert SECRET not in shown.content.decode()
    rules["apeas"].save()
    bulk_delete(client, "all")
    assert SyndicationRule.objects.filter(pk=rules["alliance"].pk).exists()


def test_a_row_can_not_be_given_to_or_made_for_another_network(
    networks: Networks, rules: dict[str, SyndicationRule]
) -> None:
    viewset = SyndicationRule.snippet_viewset
    client = networks.client(("apeas", Duty.EDITOR))
    data = {
        "name": "Glissée",
        "network": networks.alliance.pk,
        "sources": [networks.apeas.pk],
        "targets": [networks.hub.pk],
        "theme_match": "any",
        "tag_match": "any",
        "mode": "reviewed",
    }
    client.post(reverse(viewset.get_url_name("add")), data)
    client.post(reverse(viewset.get_url_name("edit"), args=[rules["apeas"].pk]), data)
    assert SyndicationRule.objects.filter(network=networks.alliance).count() == 1


def test_the_only_network_of_a_person_is_filled_in(networks: Networks) -> None:
    viewset = SyndicationRule.snippet_viewset
    client = networks.client(("apeas", Duty.EDITOR))
    form = client.get(reverse(viewset.get_url_name("add"))).context["form"]
    assert form["network"].initial == networks.apeas.pk
    assert list(form.fields["network"].queryset) == [networks.apeas]


def test_nobody_without_duty_gets_in(networks: Networks, rules: dict[str, SyndicationRule]) -> None:
    nobody = networks.client()
    for url in [*urls_of(SyndicationRule, rules["alliance"].pk), *lists_of(SyndicationRule)]:
        response = nobody.get(url)
        assert response.status_code in (302, 403), url
        assert SECRET not in response.content.decode(), url
