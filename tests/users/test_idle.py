"""People who do not come any more: warned, warned again, forgotten."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cms.core.registry import Duty
from cms.users import idle
from cms.users.models import Letter, User
from cms.users.tasks import tend_accounts
from tests.members import make_member
from tests.networks import PASSWORD, Networks

SEEN = datetime(2024, 1, 1, 12, tzinfo=UTC)


def day(number: int) -> datetime:
    """So many days after they were last seen."""
    return SEEN + timedelta(days=number, hours=1)


@pytest.fixture
def marie(networks: Networks) -> User:
    """A member who signed in for the last time at the beginning of 2024."""
    return seen(make_member(networks.alliance, "Marie"))


def seen(person: User, at: datetime = SEEN) -> User:
    User.objects.filter(pk=person.pk).update(last_login=at, date_joined=min(at, SEEN))
    person.refresh_from_db()
    return person


def keys() -> list[str]:
    return list(Letter.objects.order_by("pk").values_list("key", flat=True))


def exists(person: User) -> bool:
    return User.objects.filter(pk=person.pk).exists()


def test_the_life_of_an_account_that_nobody_uses(marie: User) -> None:
    idle.tend(now=day(699))
    assert keys() == []
    idle.tend(now=day(700))
    idle.tend(now=day(700))
    idle.tend(now=day(701))
    assert keys() == [f"idle-{marie.pk}-20240101-warned_at"]
    letter = Letter.objects.get()
    assert "Alliance Provence" in letter.content["text"]
    assert "31 décembre 2025" in letter.content["text"]
    idle.tend(now=day(722))
    assert len(keys()) == 1
    for number in (723, 724, 729):
        idle.tend(now=day(number))
        assert len(keys()) == 2
    assert exists(marie)
    idle.tend(now=day(730))
    assert not exists(marie)
    assert keys()[-1] == f"erased-{marie.pk}"
    idle.tend(now=day(731))
    assert len(Letter.objects.filter(key__startswith="erased-")) == 1


def test_signing_in_starts_all_over(marie: User) -> None:
    idle.tend(now=day(700))
    idle.tend(now=day(723))
    seen(marie, day(728))
    for number in (730, 800, 1400):
        idle.tend(now=day(number))
    assert exists(marie)
    assert len(keys()) == 2
    idle.tend(now=day(728 + 701))
    assert len(keys()) == 3


def test_nobody_is_forgotten_who_was_not_warned_in_time(marie: User) -> None:
    """The queue stood still for a year: all the time that was promised is given."""
    idle.tend(now=day(1100))
    assert len(keys()) == 1
    assert "4 février 2027" in Letter.objects.get().content["text"]
    idle.tend(now=day(1122))
    assert len(keys()) == 1
    idle.tend(now=day(1123))
    assert len(keys()) == 2
    idle.tend(now=day(1129))
    assert exists(marie)
    idle.tend(now=day(1130))
    assert not exists(marie)


def test_people_of_the_administration_stay(networks: Networks) -> None:
    people = [networks.user(("apeas", Duty.EDITOR)), networks.user(("hub", Duty.ETHICS))]
    people.append(User.objects.create_superuser("racine@example.org", PASSWORD))
    for person in people:
        seen(person)
    idle.tend(now=day(5000))
    assert keys() == []
    assert all(exists(person) for person in people)


def test_who_never_signed_in_counts_from_the_first_day(networks: Networks) -> None:
    person = make_member(networks.apeas, "Paul")
    User.objects.filter(pk=person.pk).update(last_login=None, date_joined=SEEN)
    idle.tend(now=day(700))
    assert len(keys()) == 1


def test_killed_half_way_it_goes_on(marie: User, networks: Networks, monkeypatch: Any) -> None:
    """The second mail can't be written: the first person stays warned, the second is warned next time."""
    paul = seen(make_member(networks.apeas, "Paul"))
    write = idle.network_mail

    def dies(**mail: Any) -> None:
        if mail["to"] == paul.email:
            raise KeyboardInterrupt
        write(**mail)

    monkeypatch.setattr(idle, "network_mail", dies)
    with pytest.raises(KeyboardInterrupt):
        idle.tend(now=day(700))
    paul.refresh_from_db()
    assert (len(keys()), paul.warned_at) == (1, None)
    monkeypatch.undo()
    idle.tend(now=day(701))
    assert len(keys()) == 2


def test_a_network_may_keep_everybody(marie: User, settings: Any) -> None:
    settings.INACTIVE_AFTER_DAYS = 0
    idle.tend(now=day(5000))
    assert keys() == []


def test_the_limit_is_a_setting(marie: User, settings: Any) -> None:
    settings.INACTIVE_AFTER_DAYS = 365
    idle.tend(now=day(335))
    idle.tend(now=day(358))
    idle.tend(now=day(365))
    assert not exists(marie)


def test_the_task_asks_the_clock(marie: User) -> None:
    """Marie was last seen more than 700 days before any day on which this runs."""
    tend_accounts()
    assert len(keys()) == 1
    assert exists(marie)


class TestClosed:
    """An account that was closed is not written to, and goes all the same."""

    @pytest.fixture
    def closed(self, marie: User) -> User:
        """Marie's, closed in the administration."""
        return self.close(marie)

    def close(self, person: User) -> User:
        person.is_active = False
        person.save()
        return person

    def test_it_goes_after_two_years_without_a_warning(self, closed: User) -> None:
        for number in (100, 699, 700, 723, 729, 729):
            idle.tend(now=day(number))
        assert exists(closed)
        assert keys() == []
        idle.tend(now=day(730))
        assert not exists(closed)
        idle.tend(now=day(731))
        assert keys() == [f"erased-{closed.pk}"]
        assert "/connexion/" not in Letter.objects.get().content["text"]

    def test_whoever_is_closed_by_mistake_can_be_opened_again_for_a_month(self, closed: User) -> None:
        """Not seen for years, as people of the administration may be, who are not forgotten."""
        for number in (2000, 2001, 2029):
            idle.tend(now=day(number))
        assert exists(closed)
        User.objects.filter(pk=closed.pk).update(is_active=True)
        idle.tend(now=day(2030))
        assert exists(closed)
        # Open, it is warned as any other; closed again, it has its month again.
        assert keys() == [f"idle-{closed.pk}-20240101-warned_at"]
        User.objects.filter(pk=closed.pk).update(is_active=False)
        idle.tend(now=day(2031))
        idle.tend(now=day(2060))
        assert exists(closed)
        idle.tend(now=day(2061))
        assert not exists(closed)

    def test_closed_between_two_warnings_it_is_warned_no_more(self, marie: User) -> None:
        idle.tend(now=day(700))
        self.close(marie)
        for number in (701, 723, 730):
            idle.tend(now=day(number))
        assert keys() == [f"idle-{marie.pk}-20240101-warned_at"]
        idle.tend(now=day(731))
        assert not exists(marie)

    def test_whoever_worked_here_goes_too_and_the_others_stay(self, networks: Networks) -> None:
        User.objects.create_superuser("racine@example.org")
        gone = [networks.user(("apeas", Duty.EDITOR)), User.objects.create_superuser("avant@example.org")]
        stays = networks.user(("apeas", Duty.MANAGER))
        for person in (*gone, stays):
            seen(person)
        for person in gone:
            self.close(person)
        idle.tend(now=day(1))
        idle.tend(now=day(730))
        assert [exists(person) for person in (*gone, stays)] == [False, False, True]

    def test_killed_half_way_it_goes_on(self, closed: User, networks: Networks, monkeypatch: Any) -> None:
        paul = self.close(seen(make_member(networks.apeas, "Paul")))
        idle.tend(now=day(1))
        erase = idle.erase

        def dies(*, person: User) -> None:
            if person == paul:
                raise KeyboardInterrupt
            erase(person=person)

        monkeypatch.setattr(idle, "erase", dies)
        with pytest.raises(KeyboardInterrupt):
            idle.tend(now=day(730))
        assert (exists(closed), exists(paul)) == (False, True)
        monkeypatch.undo()
        idle.tend(now=day(730))
        assert not exists(paul)
        assert sorted(keys()) == sorted([f"erased-{closed.pk}", f"erased-{paul.pk}"])

    def test_the_setting_keeps_it_too(self, closed: User, settings: Any) -> None:
        settings.INACTIVE_AFTER_DAYS = 0
        idle.tend(now=day(1))
        idle.tend(now=day(5000))
        assert exists(closed)
