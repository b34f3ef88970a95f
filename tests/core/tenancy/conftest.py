"""Two networks, and what one of them must not see of the other."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image as Picture
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection

from cms.core.registry import Duty
from cms.users.models import User
from exchanges.models import ExchangePage
from sites.roles import group_for
from tests.networks import Networks

SECRET, OPEN = "Secret7391", "Ouvert"
# Wagtail leaves the temporary files of the pictures that it shrinks to the garbage collector.
LEFT_OPEN = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@dataclass
class Things:
    """What a network has."""

    page: ExchangePage
    image: Image
    document: Document
    redirect: Redirect


def picture(name: str) -> ContentFile:
    """A small image."""
    file = BytesIO()
    Picture.new("RGB", (12, 9)).save(file, "PNG")
    return ContentFile(file.getvalue(), name=name)


def things(networks: Networks, key: str, word: str) -> Things:
    """Something of each kind, with the word in it."""
    site = getattr(networks, key)
    group = group_for(site, Duty.MODERATOR)
    assert group is not None
    keeps = {"group_permissions__group": group, "group_permissions__permission__codename": "add_image"}
    collection = Collection.objects.get(**keeps)
    page = networks.exchange(site, f"Besoin {word}")
    page.tags.add(f"mot-{word}")
    page.save()
    image = Image.objects.create(title=f"Image {word}", file=picture(f"{word}.png"), collection=collection)
    image.tags.add(f"image-{word}")
    file = ContentFile(b"mots", name=f"{word}.txt")
    document = Document.objects.create(title=f"Document {word}", file=file, collection=collection)
    redirect = Redirect.objects.create(old_path=f"/{word}", site=site, redirect_link=f"/vers-{word}")
    return Things(page, image, document, redirect)


@pytest.fixture
def secret(networks: Networks) -> Things:
    """Of Alliance Provence."""
    return things(networks, "alliance", SECRET)


@pytest.fixture
def own(networks: Networks) -> Things:
    """Of APEAS."""
    return things(networks, "apeas", OPEN)


@pytest.fixture
def insider(networks: Networks) -> User:
    """Somebody of APEAS whom every permission on every model was given, as a careless superuser might."""
    user = networks.user(("apeas", Duty.MODERATOR))
    group = group_for(networks.apeas, Duty.MODERATOR)
    assert group is not None
    group.permissions.set(Permission.objects.all())
    return user


@pytest.fixture
def browser(insider: User) -> Client:
    """A browser in which that person is signed in."""
    client = Client()
    client.force_login(insider)
    return client


def said(response: Any) -> str:
    """All that an answer says."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{response.headers.get('Location', '')} {body.decode(errors='replace')}"
