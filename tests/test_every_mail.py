"""No kind of mail is forgotten, and each of them serves its reader well: the same as `make shots` takes pictures of."""

import re
from typing import Any

import pytest

from cms.users.models import User
from exchanges.notices import events
from sites.models import NetworkSettings
from tests.mailcheck import check_mail, parsed
from tests.members import make_member
from tests.networks import Networks
from tools import mails

pytestmark = pytest.mark.django_db
# A plain space before a mark that wants one that does not break; marks of a typewriter.
PLAIN = re.compile(r"\w [:;?!»]|« |\w[?!;](?!\w)|\w'\w|\w: |\"")
LINK = re.compile(r"https?://\S+")


@pytest.fixture
def reader(networks: Networks) -> User:
    """A member of Alliance Provence, whose site has something to show."""
    networks.exchange(networks.alliance, "Cherche un local")
    return make_member(networks.alliance, "Marie")


def body(message: Any) -> str:
    """The text part of a mail."""
    return str(message.get_body(("plain",)).get_content())


def test_each_kind_is_filled() -> None:
    """Who adds a template says in tools/mails.py what it is filled with; who takes one away, takes that away."""
    assert set(mails.kinds()) == mails.filled()
    told = {kind.removeprefix(mails.NOTICES) for kind in mails.kinds() if kind.startswith(mails.NOTICES)}
    assert set(events.registered()) <= told


def test_a_kind_that_nothing_fills_is_noticed(networks: Networks, reader: User) -> None:
    with pytest.raises(LookupError, match="strange"):
        mails.letter("exchanges/notices/strange", site=networks.alliance, person=reader)


@pytest.mark.parametrize("kind", mails.kinds())
def test_each_kind_serves_its_reader(kind: str, networks: Networks, reader: User) -> None:
    message = parsed(mails.message(kind, site=networks.alliance, person=reader))
    check_mail(message, home=networks.alliance.root_url, stops=mails.stops(kind))
    for part in (message["Subject"], body(message)):
        said = LINK.sub("", part)
        assert not PLAIN.search(said), PLAIN.findall(said)
    foot = LINK.sub("", body(message).rpartition("\n-- \n")[2])
    assert re.search(r"\b(parce que|recevez|c’est elle)\b", foot), f"not why one gets it: {foot}"


def test_a_digest_asks_for_no_answer_to_itself(networks: Networks, reader: User) -> None:
    """It gathers what could be answered one by one: an answer to all of it would reach no conversation."""
    alone = mails.message("exchanges/notices/answer_received", site=networks.alliance, person=reader)
    digest = body(parsed(mails.message(mails.DIGESTS[0], site=networks.alliance, person=reader)))
    assert "répondre à ce mail" in body(parsed(alone))
    assert "répondre à ce mail" not in digest
    assert "une salle libre" in digest


@pytest.mark.parametrize("key", ["apeas", "hub"])
def test_each_kind_is_of_the_network_of_its_reader(key: str, networks: Networks) -> None:
    """Its name, its address and its host, whichever network it is."""
    site = getattr(networks, key)
    networks.exchange(site, "Cherche un local")
    person, network = make_member(site, "Paul"), NetworkSettings.objects.get(site=site)
    for kind in mails.kinds():
        message = parsed(mails.message(kind, site=site, person=person))
        check_mail(message, home=site.root_url, stops=mails.stops(kind))
        assert message["From"].startswith(f"{network.name} <"), kind
