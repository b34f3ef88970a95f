"""« Mes données »: what is held of somebody, to take along or to have erased."""

from allauth.account.decorators import reauthentication_required
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cms.users import exporting
from cms.users.erasing import HeldBackError, erase, reasons_against
from cms.users.limits import KNOWN
from cms.users.models import User


@require_safe
@login_required
def my_data(request: HttpRequest) -> HttpResponse:
    """What is held, and what can be done with it."""
    return render(request, "account/my_data.html", {"held": [label for _name, label in exporting.held()]})


@require_safe
@login_required
@reauthentication_required
def take_along(request: HttpRequest) -> StreamingHttpResponse:
    """Everything, in a file."""
    response = StreamingHttpResponse(exporting.chunks(request.user), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{exporting.FILE_NAME}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required
def erase_account(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays, and erase on the click of the button."""
    person = User.objects.get(pk=request.user.pk or 0)
    reasons = reasons_against(person)
    if request.method == "POST" and not reasons:
        try:
            erase(person=person)
        except HeldBackError as error:  # Became the last one meanwhile.
            reasons = error.reasons
        else:
            logout(request)
            response = redirect("account_erased")
            response.delete_cookie(KNOWN, samesite="Lax")
            return response
    return render(request, "account/erase.html", {"reasons": reasons})


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """Good-bye."""
    return render(request, "account/erased.html")
