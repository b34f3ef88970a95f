"""Reports and what comes of them, help, decisions on copies, and news that is read."""

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from exchanges.care import help as helping
from exchanges.care import reports
from exchanges.models import Notice, Report, Verdict
from syndication.decisions import accept, refuse
from syndication.models import Delivery
from tests.exchanges.lives.cast import MEMBERS, STRUCTURES, VISITOR
from tests.exchanges.lives.lived import NUMBERS, Lived


class Disputes(Lived):
    """Reports, decides, replies, proposes to a structure, accepts copies or refuses them, reads."""

    @rule(number=NUMBERS, name=st.sampled_from([*sorted(MEMBERS), "visitor"]))
    def report(self, number: int, name: str) -> None:
        """Somebody reports it, where they read it."""
        page, _sheet = self.sheet(number)
        person = self.cast.people.get(name)
        with self.by(name):
            reports.report(
                page=page, complaint="wrong", text="Faux.", person=person, email="" if person else VISITOR
            )

    @precondition(lambda self: Report.objects.exists())
    @rule(number=NUMBERS, verdict=st.sampled_from(["kept", "mended", "removed", "removed", "passed_on"]))
    def judge_report(self, number: int, verdict: str) -> None:
        """The moderators of its home decide; what they take off leaves every site."""
        found = list(Report.objects.order_by("pk"))
        made = found[number % len(found)]
        sheet = self.sheets[made.page_id or 0]
        with self.by(f"moderator of {sheet.home}"):
            by = self.cast.moderators[sheet.home]
            done = reports.decide(made=made, verdict=verdict, reason="Vu.", by=by)
            assert (done.decided_by, bool(done.decided_at), done.reason) == (by, True, "Vu.")
            if verdict == Verdict.REMOVED:
                sheet.standing, sheet.pending = "removed", None
            elif verdict != Verdict.PASSED_ON and sheet.standing == "removed":
                sheet.standing = "off"

    @precondition(lambda self: Report.objects.exists())
    @rule(number=NUMBERS, who=NUMBERS)
    def reply(self, number: int, who: int) -> None:
        """An author says what they think of a report."""
        found = list(Report.objects.order_by("pk"))
        made = found[number % len(found)]
        name = self.author_of(self.sheets[made.page_id or 0], who)
        with self.by(name):
            reports.reply(made=made, text="C’est exact.", by=self.cast.people[name])

    @rule(number=NUMBERS, structure=st.sampled_from(sorted(STRUCTURES)))
    def propose(self, number: int, structure: str) -> None:
        """The people of a network tell a structure of an announcement."""
        page, sheet = self.sheet(number)
        with self.by(f"moderator of {sheet.home}"):
            helping.propose(
                page=page,
                organisation=self.cast.structures[structure],
                by=self.cast.moderators[sheet.home],
            )

    @precondition(lambda self: Delivery.objects.exists())
    @rule(number=NUMBERS, accepts=st.booleans())
    def decide_on_copy(self, number: int, accepts: bool) -> None:
        """A network takes a page that was offered, or wants it no more."""
        rows = list(Delivery.objects.order_by("uid", "target__hostname"))
        chosen, user = [rows[number % len(rows)]], self.cast.moderators["hub"]
        with self.by("moderator of hub"):
            if accepts:
                accept(deliveries=chosen, user=user)
            else:
                refuse(deliveries=chosen, user=user, reason="Hors charte.")

    @precondition(lambda self: Notice.objects.filter(read_at=None).exists())
    @rule(number=NUMBERS)
    def read_news(self, number: int) -> None:
        """Somebody reads in their space what a mail may be about to say."""
        rows = list(Notice.objects.filter(read_at=None).order_by("pk"))
        Notice.objects.filter(pk=rows[number % len(rows)].pk).update(read_at=timezone.now())
