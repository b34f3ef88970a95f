"""What browsers are told to refuse on our pages."""

import pytest
from django.test import Client

from cms.core.registry import Duty
from tests.networks import Networks

pytestmark = pytest.mark.django_db


def policy_of(client: Client, path: str, host: str) -> dict[str, str]:
    header = client.get(path, headers={"host": host})["Content-Security-Policy"]
    return dict(part.strip().split(" ", 1) for part in header.split(";"))


def test_public_pages_run_no_script_but_from_our_files(networks: Networks) -> None:
    policy = policy_of(Client(), "/", networks.apeas.hostname)
    assert policy["default-src"] == policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["img-src"] == "'self' data:"
    assert policy["object-src"] == "'none'"


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/", "/admin/pages/"])
def test_the_administration_may_use_its_inline_scripts_and_nobody_elses(
    networks: Networks, path: str
) -> None:
    client = Client() if "login" in path else networks.client(("apeas", Duty.EDITOR))
    policy = policy_of(client, path, networks.apeas.hostname)
    assert policy["script-src"] == policy["style-src"] == "'self' 'unsafe-inline'"
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == "'self'"
    assert policy["object-src"] == "'none'"


def test_a_preview_is_under_the_policy_of_the_page(networks: Networks) -> None:
    page = networks.exchange(networks.apeas, "Broyeur")
    client = networks.client(("apeas", Duty.EDITOR))
    policy = policy_of(client, f"/admin/pages/{page.pk}/view_draft/", networks.apeas.hostname)
    assert policy["script-src"] == "'self'"
