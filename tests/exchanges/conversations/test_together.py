"""Several structures answer one announcement together, in one conversation."""

import pytest
from django.urls import reverse

from cms.users.models import User
from exchanges.conversations import together, verbs
from exchanges.conversations.errors import RefusedError
from exchanges.models import AnswerInvite, Notice, OrganisationPage, Party, Side
from tests.exchanges.conversations.talks import Talk
from tests.factories import make_page
from tests.members import make_member, speak_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def weaving(talk: Talk) -> OrganisationPage:
    found = talk.networks.organisation(talk.networks.apeas, "Le Tissage")
    speak_for(make_member(talk.networks.apeas, "Ada"), found)
    return found


@pytest.fixture
def party(talk: Talk) -> Party:
    return talk.seat(talk.answered().conversation, Side.ANSWER)


def ada() -> User:
    return User.objects.get(first_name="Ada")


def test_an_invited_structure_joins_and_all_are_told(
    talk: Talk, party: Party, weaving: OrganisationPage
) -> None:
    made = together.invite(party=party, organisation=weaving, site=talk.networks.apeas, words="Avec nous ?")
    assert together.invite(party=party, organisation=weaving, site=talk.networks.apeas) == made
    notice = Notice.objects.get(event="invited_to_answer")
    assert (notice.person, notice.subject) == (ada(), f"invite:{made.pk}")
    joined = together.accept(invite=made, person=ada())
    assert together.accept(invite=made, person=ada()) == joined
    assert (joined.side, joined.organisation) == (Side.ANSWER, weaving)
    told = Notice.objects.filter(event="party_joined")
    assert {notice.person for notice in told} == {talk.marie, talk.paul}
    verbs.write(party=joined, body="Nous prêtons les tables.")
    assert (
        Notice.objects.filter(subject__startswith="message:", person__in=[talk.marie, talk.paul]).count() == 3
    )


def test_only_what_the_site_shows_and_somebody_speaks_for_may_be_invited(
    talk: Talk, party: Party, weaving: OrganisationPage
) -> None:
    talk.networks.organisation(talk.networks.apeas, "Sans compte")
    hidden = talk.networks.organisation(talk.networks.mesclun, "Caché", sharing="network")
    speak_for(make_member(talk.networks.mesclun, "Cam"), hidden)

    def found(key: str) -> set[str]:
        site = getattr(talk.networks, key)
        pages = together.could_join(conversation=party.conversation, site=site)
        return set(pages.values_list("title", flat=True))

    assert found("apeas") == {"Le Tissage"}
    assert found("mesclun") == {"Caché"}
    assert found("hub") == set()
    make_page(talk.networks.hub, OrganisationPage, "Le Tissage", origin=weaving)
    assert found("hub") == {"Le Tissage"}
    with pytest.raises(RefusedError):
        together.invite(party=party, organisation=hidden, site=talk.networks.apeas)
    with pytest.raises(RefusedError):
        together.invite(party=party, organisation=talk.hive, site=talk.networks.alliance)
    author = talk.seat(party.conversation, Side.AUTHOR)
    with pytest.raises(RefusedError):
        together.invite(party=author, organisation=weaving, site=talk.networks.apeas)


def test_saying_no_and_coming_too_late(talk: Talk, party: Party, weaving: OrganisationPage) -> None:
    made = together.invite(party=party, organisation=weaving, site=talk.networks.apeas)
    assert [together.refuse(invite=made), together.refuse(invite=made)] == [True, False]
    with pytest.raises(RefusedError):
        together.accept(invite=made, person=ada())
    AnswerInvite.objects.update(accepted=None, decided_at=None)
    verbs.withdraw(party=party)
    with pytest.raises(RefusedError):
        together.accept(invite=made, person=ada())
    assert not together.invites_for(ada()).exists()


def test_one_may_leave_but_not_the_last(talk: Talk, party: Party, weaving: OrganisationPage) -> None:
    with pytest.raises(RefusedError):
        together.leave(party=party)
    made = together.invite(party=party, organisation=weaving, site=talk.networks.apeas)
    joined = together.accept(invite=made, person=ada())
    assert [together.leave(party=joined), together.leave(party=joined)] == [True, False]
    address = reverse("conversations_one", args=[party.conversation_id])
    assert talk.browser(ada()).get(address).status_code == 404
    assert Notice.objects.filter(event="party_left").count() == 2
    with pytest.raises(RefusedError):
        together.leave(party=party)


def test_inviting_and_joining_from_the_pages(talk: Talk, party: Party, weaving: OrganisationPage) -> None:
    from tests.members import browser

    address = reverse("conversations_invite", args=[party.conversation_id])
    client = browser(talk.networks.apeas, talk.paul)
    assert "Le Tissage" not in client.get(address).text
    assert "Le Tissage" in client.get(address, {"q": "tissage"}).text
    assert client.get(address, {"q": "'\"%_\x00"}).status_code == 200
    client.post(address, {"structure": weaving.pk, "words": "Ensemble ?"})
    made = AnswerInvite.objects.get()
    assert talk.browser(talk.marie).get(address).status_code == 404  # The author invites nobody.
    invitation = reverse("conversations_invitation", args=[made.pk])
    home = browser(talk.networks.apeas, ada()).get(reverse("space")).text
    assert invitation in home
    response = browser(talk.networks.apeas, ada()).post(invitation, {"accept": "1"})
    assert response["Location"] == reverse("conversations_one", args=[party.conversation_id])
    browser(talk.networks.apeas, ada()).post(reverse("conversations_leave", args=[party.conversation_id]))
    assert Party.objects.get(person=ada()).left_at is not None
