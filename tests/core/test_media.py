"""Uploads, as a developer's machine serves them."""

from pathlib import Path
from typing import Any

import pytest
from csp.middleware import CSPMiddleware
from django.test import RequestFactory

from cms.core.media import DRAWING_POLICY, serve_media


@pytest.mark.django_db  # Closing a file makes Django look at its connections.
@pytest.mark.parametrize("name", ["dessin.svg", "DESSIN.SVG", "photo.webp"])
def test_a_drawing_can_do_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("<svg><script>alert(1)</script></svg>")
    request = RequestFactory().get(f"/media/{name}")
    answer: Any = CSPMiddleware(lambda request: serve_media(request, name, document_root=tmp_path))(request)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert (answer["Content-Security-Policy"] == DRAWING_POLICY) == (not name.endswith("webp"))
    answer.close()
