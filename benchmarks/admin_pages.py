"""How many questions the pages of the admin ask of the database: what is counted, and how."""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

SIZES = (1, 30)
# The pages that editors use all day; {root} is the home page of their site, {index} a page with many below.
PAGES = {
    "dashboard": "/admin/",
    "explorer, home of the site": "/admin/pages/{root}/",
    "explorer, a list": "/admin/pages/{index}/",
    "page chooser": "/admin/choose-page/{index}/",
    "page chooser, search": "/admin/choose-page/search/?q=annonce",
    "images": "/admin/images/",
    "image chooser": "/admin/images/chooser/",
    "documents": "/admin/documents/",
    "document chooser": "/admin/documents/chooser/",
    "snippets": "{snippets}",
}


def counts(client: Client, ids: Mapping[str, Any]) -> dict[str, int]:
    """The queries of each page."""
    return {name: asked(client, address.format(**ids)) for name, address in PAGES.items()}


def asked(client: Client, address: str) -> int:
    """The queries of one page, once what Wagtail keeps in memory is there."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return len(queries)


def picture(title: str, collection: Any) -> None:
    """A picture in that collection."""
    from io import BytesIO

    from django.core.files.base import ContentFile
    from PIL import Image as Drawing
    from wagtail.images.models import Image

    drawn = BytesIO()
    Drawing.new("RGB", (8, 8)).save(drawn, "PNG")
    Image.objects.create(title=title, collection=collection, file=ContentFile(drawn.getvalue(), "image.png"))


def at_work(page: Any, editor: Any) -> None:
    """Publish the page, then lock it for the editor: the dashboard shows both."""
    page.save_revision(user=editor, log_action=True).publish()
    page.locked, page.locked_by, page.locked_at = True, editor, timezone.now()
    page.save()
