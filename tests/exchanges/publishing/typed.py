"""What members type into the form, and how they send it."""

import io
import time
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image as Picture
from wagtail.models import Site, WorkflowState

from cms.users.models import User
from cms.users.strangers import stamp
from exchanges.models import ExchangePage, Method
from exchanges.publishing.drafts import key_of
from exchanges.publishing.forms import mark_of
from sites.models import NetworkSettings
from tests.members import browser

NEW = "/mon-espace/annonces/publier/"


def ways() -> dict[str, Method]:
    """A loan and a rental for premises, a gift for products."""
    labels = {"loan": ["premises", "product"], "rental": ["premises"], "gift": ["product"]}
    return {
        code: Method.objects.get_or_create(code=code, defaults={"label": code.title(), "types": types})[0]
        for code, types in labels.items()
    }


def answers(person: User, **changed: Any) -> dict[str, Any]:
    """A form that lacks nothing, typed a minute ago; `None` leaves a question out."""
    title = changed.get("title", "Cherche un local à Nice")
    typed = {
        "key": key_of(person, uuid4()),
        "shown_at": stamp(time.time() - 60),
        "website": "",
        "sense": "need",
        "type": "premises",
        "title": title,
        "text": "Quarante mètres carrés.\n\nPour des paniers.",
        "methods": [ways()["loan"].pk],
        "terms": "300 € par mois",
        "where": "",
        "expires_on": (timezone.localdate() + timedelta(days=60)).isoformat(),
        "sharing": "networks",
        "confirmed": mark_of(title or ""),
        "themes_asked": "1",
    }
    return {name: value for name, value in {**typed, **changed}.items() if value is not None}


def send(site: Site, person: User, path: str = NEW, **changed: Any) -> Any:
    """What the site answers to somebody who sends the form."""
    return browser(site, person).post(path, answers(person, **changed))


def published(
    site: Site, person: User, title: str = "Cherche un local à Nice", **changed: Any
) -> ExchangePage:
    """An announcement that the person published on a site that reads nothing first."""
    NetworkSettings.objects.filter(site=site).update(review="never")
    response = send(site, person, title=title, **changed)
    assert response.status_code == 302, response.context["form"].errors
    return ExchangePage.objects.get(title=title, owner=person)


def act(site: Site, person: User, name: str, page: ExchangePage, **data: Any) -> Any:
    """What the site answers to somebody who presses the button of that name."""
    return browser(site, person).post(reverse(f"publishing_{name}", args=[page.pk]), data)


def decide(page: ExchangePage, moderator: User, *, accept: bool, comment: str = "") -> None:
    """A moderator reads it."""
    task = WorkflowState.objects.get(object_id=page.pk, status="in_progress").current_task_state.specific
    (task.approve if accept else task.reject)(user=moderator, comment=comment)


def picture(name: str = "photo.jpg", kind: str = "JPEG", **saved: Any) -> SimpleUploadedFile:
    """A picture that somebody sends."""
    out = io.BytesIO()
    Picture.new("RGB", (40, 30), "green").save(out, kind, **saved)
    return SimpleUploadedFile(name, out.getvalue(), content_type=f"image/{kind.lower()}")


def get(site: Site, person: User | None, name: str, *args: Any) -> Any:
    """What the site answers to somebody who opens that page."""
    client: Client = browser(site, person)
    return client.get(reverse(f"publishing_{name}", args=args))
