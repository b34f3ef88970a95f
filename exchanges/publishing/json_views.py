"""What the script of the form asks while somebody types."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cms.core.caching import NEVER
from cms.users.strangers import may
from exchanges.cards import who
from exchanges.models import ExchangePage, Sense
from exchanges.publishing import drafts
from exchanges.publishing.doors import is_member, network_of
from exchanges.publishing.form_views import PROBLEMS
from exchanges.publishing.forms import PublishForm
from exchanges.publishing.similar import similar, themes_for

LONGEST_TITLE = 255
LONGEST_TEXT = 8000


def _refused(request: HttpRequest, action: str) -> JsonResponse | None:
    """What is answered to who is not signed in (any more), no member, or a program."""
    if not request.user.is_authenticated:
        url = f"{reverse('account_login')}?{urlencode({'next': reverse('publishing_mine')})}"
        words = _("You are not signed in any more. Sign in again in another tab, then go on here.")
        return JsonResponse({"message": words, "sign_in": url}, status=401)
    if not is_member(request):
        return JsonResponse({"message": _("Only members of the network publish here.")}, status=403)
    if not may(request, action):
        return JsonResponse({"message": _("That was a lot at once: we keep it in a moment.")}, status=429)
    return None


@NEVER
@require_POST
def keep(request: HttpRequest) -> JsonResponse:
    """Keep what was typed so far, for its author alone."""
    refused = _refused(request, "draft")
    if refused is not None:
        return refused
    person: Any = request.user
    network, uid = network_of(request), drafts.read_key(request.user, request.POST.get("key", ""))
    if uid is None:
        return JsonResponse({"message": _("This form is somebody else’s: open a new one.")}, status=400)
    page = drafts.find(person=person, network=network, uid=uid)
    form = PublishForm(request.POST, person=person, network=network, page=page)
    form.full_clean()
    if page is None and form.is_empty:
        return JsonResponse({"message": ""})
    try:
        page = drafts.keep(person=person, network=network, uid=uid, typed=form.typed())
    except tuple(PROBLEMS) as error:
        return JsonResponse({"message": str(PROBLEMS[type(error)])}, status=409)
    at = date_format(timezone.localtime(), "H:i")
    return JsonResponse(
        {
            "message": _("Kept at %(time)s; nobody but you sees it.") % {"time": at},
            "edit": reverse("publishing_edit", args=[page.pk]),
        }
    )


@NEVER
@require_safe
def alike(request: HttpRequest) -> JsonResponse:
    """What is shown on the site already that says much the same, and themes that the words may be about."""
    refused = _refused(request, "alike")
    if refused is not None:
        return refused
    title, text = request.GET.get("title", "")[:LONGEST_TITLE], request.GET.get("text", "")[:LONGEST_TEXT]
    sense = request.GET.get("sense", "")
    uid = drafts.read_key(request.user, request.GET.get("key", ""))
    own = ExchangePage.objects.origins().filter(uid=uid).values_list("pk", flat=True).first() if uid else None
    site = network_of(request).site
    pages = similar(title=title, site=site, request=request, but=own)
    return JsonResponse(
        {
            "alike": [_line(page, request) for page in pages if page.sense == sense or not sense],
            "answers": [_line(page, request) for page in pages if sense and page.sense != sense],
            "themes": [
                {"code": theme.code, "label": theme.name}
                for theme in themes_for(text=f"{title} {text}", pages=pages)
            ],
        }
    )


def _line(page: ExchangePage, request: HttpRequest) -> dict[str, str]:
    return {
        "title": page.title,
        "url": page.get_url(request) or "",
        "who": who(page, request),
        "where": str(page.area or ""),
        "sense": str(Sense(page.sense).label),
    }
