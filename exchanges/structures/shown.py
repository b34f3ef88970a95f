"""What the public sheet of a structure says to its own people, and to who may be one of them."""

from django.http import HttpRequest
from django.urls import reverse

from exchanges.models import OrganisationPage
from exchanges.structures.access import speaks_for


def ways_in(page: OrganisationPage, request: HttpRequest) -> dict[str, str]:
    """Where its people change it, or where others say that it is theirs; both may be empty.

    On a copy it is about the origin. What comes from another install is changed there.
    """
    origin = page.origin_page_id if page.is_copy else page.pk
    if origin is None or page.pk is None:
        return {"edit_url": "", "claim_url": ""}
    if request.user.is_authenticated and speaks_for(request.user, origin):
        return {"edit_url": reverse("structures_edit", args=[origin]), "claim_url": ""}
    return {"edit_url": "", "claim_url": reverse("structures_claim", args=[page.pk])}
