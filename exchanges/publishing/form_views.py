"""The form of one screen: what is typed in it is kept, whatever happens."""

from typing import Any
from uuid import UUID, uuid4

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cms.core.caching import NEVER
from cms.core.models import Theme
from cms.users.strangers import may
from exchanges.models import ExchangeIndexPage, ExchangePage, Sense
from exchanges.publishing import drafts, kept, review
from exchanges.publishing.doors import is_member, mine_here, network_of, to_join
from exchanges.publishing.forms import PublishForm, mark_of
from exchanges.publishing.sending import FullBasketError, hand_in
from exchanges.publishing.similar import similar, themes_for

# What keeps something from being handed in, in words for its author.
PROBLEMS: dict[type[Exception], Any] = {
    drafts.WaitsError: gettext_lazy("It is being read: take it back to change it."),
    drafts.TooManyError: gettext_lazy("You have many drafts: publish or delete some of them first."),
    FullBasketError: gettext_lazy(
        "Several of your announcements wait to be read already. This one is kept: send it once they are."
    ),
    drafts.NothingTypedError: gettext_lazy("There is nothing to keep yet: type something first."),
    review.NobodyReviewsError: gettext_lazy(
        "Your network has nobody who reads announcements: write to it. What you typed is kept."
    ),
    review.TakenOffError: gettext_lazy(
        "The moderators of your network took it off: it can be published again once they free it."
    ),
}


@NEVER
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Something new."""
    return _form_page(request, None)


@NEVER
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, page_id: int) -> HttpResponse:
    """A draft, or an announcement that was handed in before."""
    return _form_page(request, page_id)


def _form_page(request: HttpRequest, page_id: int | None) -> HttpResponse:
    if not request.user.is_authenticated:
        if request.method == "POST":
            kept.keep(request)
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    if not is_member(request):
        return to_join(request)
    if request.method == "POST" and not may(request, "form"):
        return ratelimit.respond_429(request)
    page = mine_here(request, page_id) if page_id else None
    if page is not None and (page.closed_at or review.is_waiting(page)):
        return _not_now(request, page)
    desk = Desk(request, page)
    return desk.post() if request.method == "POST" else desk.show(desk.unbound())


def _not_now(request: HttpRequest, page: ExchangePage) -> HttpResponse:
    """It is being read, or is over."""
    messages.info(
        request,
        _("“%(title)s” is over: make a copy of it to publish it again.") % {"title": page.title}
        if page.closed_at
        else _("“%(title)s” is being read: take it back to change it.") % {"title": page.draft_title},
    )
    return redirect("publishing_mine")


class Desk:
    """One request of one member, about one page or about a new one."""

    def __init__(self, request: HttpRequest, page: ExchangePage | None) -> None:
        self.request = request
        self.network = network_of(request)
        person: Any = request.user
        self.person = person
        self.uid = self._uid(page)
        self.page = page or drafts.find(person=person, network=self.network, uid=self.uid)

    def _uid(self, page: ExchangePage | None) -> UUID:
        """The identity of the page to be: of a form that came back, what its key says."""
        if page is not None:
            return page.uid
        said = self.request.POST.get("key", "") or kept.key(self.request)
        return drafts.read_key(self.person, said) or uuid4()

    @property
    def is_sent_already(self) -> bool:
        """Whether the form for something new came in before: a second click."""
        is_new = self.request.path == reverse("publishing_new")
        return is_new and self.page is not None and not drafts.is_unsent(self.page)

    def unbound(self) -> PublishForm:
        """The form as it is first shown, with what was typed before signing in again."""
        initial = kept.take(self.request, self.person)
        sense = self.request.GET.get("sense", "")
        if self.page is None and sense in Sense.values:
            initial = {"sense": sense, **initial}
        return self._form(initial=initial)

    def _form(self, *data: Any, **kwargs: Any) -> PublishForm:
        page = drafts.latest(self.page) if self.page else None
        return PublishForm(*data, person=self.person, network=self.network, page=page, **kwargs)

    def post(self) -> HttpResponse:
        """Keep it, ask what has to be asked, hand it in."""
        if self.is_sent_already:
            messages.info(self.request, _("This announcement was handed in already."))
            return redirect("publishing_mine")
        files = self.request.FILES
        # Each is kept, also with a form that lacks something.
        too_many = bool(files) and not may(self.request, "picture")
        form = self._form(self.request.POST, None if too_many else files)
        valid = form.is_valid()
        if form.is_caught:  # Whoever fills in what nobody sees is told that all is well.
            messages.success(self.request, self.thanks(review.Outcome.WAITING))
            return redirect("publishing_mine")
        if too_many:
            said = _("You sent many pictures today: go on without one, or tomorrow. What you typed is kept.")
            form.add_error("picture", said)
            return self.back(form, status=429)
        if "keep" in self.request.POST:
            return self.keep_only(form)
        if not valid:
            return self.back(form)
        asking = self.questions(form)
        if asking:
            return self.back(form, **asking)
        if not may(self.request, "publish"):
            form.add_error(None, _("You published a lot today: go on tomorrow. What you typed is kept."))
            return self.back(form, status=429)
        return self.hand_in(form)

    def questions(self, form: PublishForm) -> dict[str, Any]:
        """What its author has to see before it goes: what is alike, themes they may have missed."""
        typed = form.cleaned_data
        alike = [] if form.is_confirmed else self.alike(typed["title"], typed["sense"])
        missed: list[Theme] = []
        if not (typed["themes"] or typed["more_theme"] or typed["themes_asked"]):
            missed = self.themes(f"{typed['title']} {typed['text']}", alike)
        if not (alike or missed):
            return {}
        form.mark(confirmed=mark_of(typed["title"]), themes_asked="1")
        return {"alike": alike, "is_asking": True, "missed": missed}

    def alike(self, title: str, sense: str) -> list[ExchangePage]:
        """What is shown already on this site and says much the same."""
        but = self.page.pk if self.page else None
        return similar(title=title, sense=sense, site=self.network.site, request=self.request, but=but)

    def themes(self, text: str, pages: list[ExchangePage]) -> list[Theme]:
        """The themes that the words may be about."""
        return themes_for(text=text, pages=pages)

    def hand_in(self, form: PublishForm) -> HttpResponse:
        """Publish it or have it read, and say which."""
        try:
            page, outcome = hand_in(
                person=self.person, network=self.network, uid=self.uid, typed=form.typed()
            )
        except drafts.WaitsError:
            return redirect("publishing_mine")
        except ValidationError as error:
            form.add_error(None, " ".join(error.messages))
            return self.back(form)
        except tuple(PROBLEMS) as error:
            form.add_error(None, PROBLEMS[type(error)])
            return self.back(form)
        kept.forget(self.request)
        messages.success(self.request, self.thanks(outcome))
        if outcome == review.Outcome.PUBLISHED:
            return redirect(page.get_url(self.request) or reverse("publishing_mine"))
        return redirect("publishing_mine")

    def thanks(self, outcome: review.Outcome) -> str:
        """What happens next."""
        if outcome == review.Outcome.PUBLISHED:
            return _("Your announcement is online.")
        return _("It is on its way: %(network)s reads it before it is shown, and we write to you.") % {
            "network": self.network.short_name
        }

    def keep_only(self, form: PublishForm) -> HttpResponse:
        """Keep it as a draft, as somebody without scripts asks for."""
        if not self.keep(form):
            return self.show(form)
        kept.forget(self.request)
        messages.success(self.request, _("Your draft is kept: nobody but you sees it."))
        return redirect("publishing_edit", self.page.pk if self.page else 0)

    def keep(self, form: PublishForm) -> bool:
        """Keep what makes sense of what was typed; False, with a word above the form, where that can't be."""
        try:
            if self.is_blank(form):
                raise drafts.NothingTypedError
            self.page = drafts.keep(
                person=self.person, network=self.network, uid=self.uid, typed=form.typed()
            )
        except tuple(PROBLEMS) as error:
            form.add_error(None, PROBLEMS[type(error)])
            return False
        return True

    def is_blank(self, form: PublishForm) -> bool:
        """Whether there is nothing to make a draft of."""
        return self.page is None and form.is_empty

    def back(self, form: PublishForm, *, status: int = 200, **more: Any) -> HttpResponse:
        """The form again with what was typed, which is kept meanwhile, its picture too."""
        is_new = self.page is None or drafts.is_unsent(self.page)
        if not self.is_blank(form) and (is_new or form.cleaned_data.get("picture")):
            self.keep(form)
        said = f"{form['title'].value() or ''} {form['text'].value() or ''}"
        form.propose(self.themes(said, more.get("alike", [])))
        return self.show(form, status=status, **more)

    def show(self, form: PublishForm, *, status: int = 200, **more: Any) -> HttpResponse:
        """The form."""
        page = drafts.latest(self.page) if self.page else None
        context = {
            "form": form,
            "page_in_hand": page,
            "is_unsent": page is None or drafts.is_unsent(page),
            "key": drafts.key_of(self.person, self.uid),
            "is_read_first": review.is_read_first(
                page=page or self.list_page(), person=self.person, network=self.network
            ),
            "refusal": refusal_of(page),
            "all_themes": Theme.objects.current(),
            "alike": (),
            "is_asking": False,
            "missed": (),
            **more,
        }
        return render(self.request, "exchanges/publishing/form.html", context, status=status)

    def list_page(self) -> Any:
        """The list below which something new will stand."""
        return ExchangeIndexPage.objects.descendant_of(self.network.site.root_page).first()


def refusal_of(page: ExchangePage | None) -> str:
    """Why whoever read it sent it back, if they did."""
    state = page.current_workflow_state if page is not None else None
    if state is None or state.current_task_state is None:
        return ""
    return state.current_task_state.comment or _("No reason was given: ask your network.")
