"""Texts of the editor that link to what is the victim's, as the editor's own script would send them."""

import json
from typing import Any

from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page

from tests.tenancy.ids import Ids

MARK = '"entityMap"'


def content_state(victim: Ids) -> str:
    """A text with a link to a page, one to a document and a picture, by their ids."""
    entities = [
        ("LINK", "unstyled", {"id": victim.of(Page)[0]}),
        ("DOCUMENT", "unstyled", {"id": victim.of(Document)[0]}),
        ("IMAGE", "atomic", {"id": victim.of(Image)[0], "format": "left", "alt": ""}),
    ]
    return json.dumps(
        {
            "blocks": [_block(number, kind) for number, (_type, kind, _data) in enumerate(entities)],
            "entityMap": {
                str(number): {"type": name, "mutability": "MUTABLE", "data": data}
                for number, (name, _kind, data) in enumerate(entities)
            },
        }
    )


def _block(number: int, kind: str) -> dict[str, Any]:
    text = "lien" if kind == "unstyled" else " "
    return {
        "key": f"bloc{number}",
        "text": text,
        "type": kind,
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": [{"offset": 0, "length": len(text), "key": number}],
    }


def with_links(values: dict[str, Any], victim: Ids) -> dict[str, Any]:
    """The values of a form of which each rich text links to the victim's; empty when it has none."""
    rich = {name: [content_state(victim)] for name, value in values.items() if MARK in str(value)}
    return {**values, **rich} if rich else {}
