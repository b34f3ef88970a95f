"""Uploads by their address: sizes of pictures for anybody, documents for those who may read them."""

import re
from pathlib import Path
from typing import Any

import pytest
from csp.middleware import CSPMiddleware
from django.core.files.base import ContentFile
from django.http import Http404
from django.test import Client, RequestFactory
from wagtail.documents.models import Document
from wagtail.images.models import Rendition
from wagtail.models import Collection, CollectionViewRestriction

from cms.core.media import SERVED, UPLOAD_POLICY, Sizes, serve_media
from cms.core.registry import Duty
from cms.settings.env import BASE_DIR
from sites.roles import group_for
from tests.market import visit
from tests.networks import Networks

pytestmark = pytest.mark.django_db  # Closing a file makes Django look at its connections.
SECRET = b"%PDF- Secret7391"


def served(folder: Path, path: str) -> Any:
    request = RequestFactory().get(f"/media/{path}")
    return CSPMiddleware(lambda request: serve_media(request, path, document_root=folder))(request)


@pytest.mark.parametrize("path", ["images/dessin.svg", "images/photo.webp", "avatar_images/moi.png"])
def test_an_upload_opened_on_its_own_can_do_nothing(tmp_path: Path, path: str) -> None:
    (tmp_path / path).parent.mkdir()
    (tmp_path / path).write_text("<svg><script>alert(1)</script></svg>")
    answer = served(tmp_path, path)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == UPLOAD_POLICY
    assert answer["Cache-Control"] == "public, max-age=86400"
    answer.close()


@pytest.mark.parametrize(
    "path",
    [
        "documents/statuts.pdf",
        "original_images/photo.jpg",
        "evidence/bilan.pdf",
        "images/../documents/statuts.pdf",
        "/documents/statuts.pdf",
        "images/../../secret.txt",
        "images",
    ],
)
def test_other_uploads_have_no_address(tmp_path: Path, path: str) -> None:
    for there in ("documents/statuts.pdf", "original_images/photo.jpg", "evidence/bilan.pdf"):
        (tmp_path / there).parent.mkdir()
        (tmp_path / there).write_bytes(SECRET)
    (tmp_path / "images").mkdir()
    with pytest.raises(Http404):
        served(tmp_path, path)


def test_production_serves_the_same_folders() -> None:
    guide = (BASE_DIR / "docs" / "operations.md").read_text()
    assert re.findall(r"location \^~ /media/(.*) {", guide) == ["", *SERVED]
    assert guide.count(UPLOAD_POLICY) == len(SERVED)


def test_the_name_of_a_size_is_not_known_from_the_picture_s() -> None:
    storage = Rendition._meta.get_field("file").storage
    names = {storage.save("images/mairie.max-100x100.jpg", ContentFile(b"")) for _each in range(2)}
    assert len(names) == 2
    for name in names:
        assert re.fullmatch(r"images/[A-Za-z0-9]{22}-mairie.max-100x100.jpg", name)


def test_a_long_name_keeps_what_nobody_knows(tmp_path: Path) -> None:
    written = f"images/{'a' * 80}.max-100x100.jpg"
    name = Sizes(location=tmp_path).get_available_name(written, max_length=100)
    assert len(name) <= 100 < len(written) + 23
    assert len(name.split("/")[1].split("-")[0]) == 22


@pytest.fixture
def document(networks: Networks, uploads_on_disk: Path) -> Document:
    """A document in the collection of APEAS."""
    found = Document(title="Salaires", collection=Collection.objects.get(name="APEAS"))
    found.file.save("salaires.pdf", ContentFile(SECRET))
    return found


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def restrict(document: Document, kind: str, networks: Networks) -> CollectionViewRestriction:
    found = CollectionViewRestriction.objects.create(
        collection=document.collection, restriction_type=kind, password="sésame"
    )
    found.groups.set([group for duty in Duty if (group := group_for(networks.apeas, duty))])
    return found


def test_a_document_of_some_people_is_theirs(networks: Networks, document: Document) -> None:
    restrict(document, "groups", networks)
    asked = visit(networks.apeas, document.url)
    assert (asked.status_code, asked["Location"]) == (302, f"/_util/login/?next={document.url}")
    stranger = Client(headers={"host": networks.apeas.hostname})
    stranger.force_login(networks.user(("alliance", Duty.MODERATOR)))
    refused: Any = stranger.get(document.url, follow=True)
    assert refused.status_code == 403
    assert SECRET not in refused.content
    read = visit(networks.apeas, document.url, user=networks.user(("apeas", Duty.EDITOR)))
    assert body(read) == SECRET
    assert read["Content-Security-Policy"] == "default-src 'none'"


def test_no_other_name_leads_to_it(networks: Networks, document: Document) -> None:
    restrict(document, "groups", networks)
    for address in (
        f"/documents/{document.pk}/autre.pdf",
        f"/media/{document.file.name}",
        f"/documents/{document.pk + 1}/salaires.pdf",
    ):
        assert visit(networks.apeas, address).status_code == 404


def test_a_password_is_asked_for_in_the_look_of_the_network(networks: Networks, document: Document) -> None:
    restriction = restrict(document, "password", networks)
    client: Any = Client(headers={"host": networks.apeas.hostname})
    closed = client.get(document.url)
    assert closed.status_code == 200
    assert "core/document_password_required.html" in [template.name for template in closed.templates]
    assert "Salaires" not in closed.text
    data = {"password": "non", "return_url": document.url}
    wrong = client.post(closed.context["action_url"], data)
    assert "field__error" in wrong.text
    assert body(client.get(document.url)) != SECRET
    opened = client.post(
        closed.context["action_url"], {**data, "password": restriction.password}, follow=True
    )
    assert body(opened) == SECRET
    assert opened["Cache-Control"] == "private, no-cache"
