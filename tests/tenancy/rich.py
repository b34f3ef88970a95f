"""Texts of the editor that link to what is the victim's, as the editor's own script would send them."""

import json
from typing import Any

from wagtail.blocks import ChooserBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.blocks.base import BlockField
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page

from tests.tenancy.ids import Ids

Fields = list[tuple[str, Any]]
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


def with_links(values: dict[str, Any], fields: Fields, victim: Ids) -> dict[str, Any]:
    """The values of a form of which each text that can links to the victim's; empty when none can."""
    rich = {name: [content_state(victim)] for name, value in values.items() if MARK in str(value)}
    for name, field in fields:
        if isinstance(field, BlockField):
            rich.update(stream(name, field.block, victim))
    return {**values, **rich} if rich else {}


def empty_streams(fields: Fields) -> dict[str, Any]:
    """What the editor's script sends of a text made of blocks that has none."""
    return {f"{name}-count": "0" for name, field in fields if isinstance(field, BlockField)}


def stream(name: str, block: StreamBlock, victim: Ids) -> dict[str, Any]:
    """One block of each kind that can name something of the victim's."""
    values: dict[str, Any] = {}
    named = [(kind, value) for kind, child in block.child_blocks.items() if (value := _named(child, victim))]
    for number, (kind, value) in enumerate(named):
        start = f"{name}-{number}"
        values |= {f"{start}-type": kind, f"{start}-order": number, f"{start}-deleted": "", f"{start}-id": ""}
        values |= {f"{start}-value{part}": each for part, each in value.items()}
    return {**values, f"{name}-count": len(named)}


def _named(block: Any, victim: Ids) -> dict[str, Any]:
    """By the ending of its name, what the block's fields send; empty when it can name nothing."""
    if isinstance(block, RichTextBlock):
        return {"": content_state(victim)}
    if isinstance(block, ChooserBlock):
        return {"": victim.of(block.target_model)[0]} if victim.of(block.target_model) else {}
    if isinstance(block, StructBlock):
        inner = {name: _named(child, victim) for name, child in block.child_blocks.items()}
        found = {f"-{name}{end}": each for name, parts in inner.items() for end, each in parts.items()}
        return {**{f"-{name}": "texte" for name in block.child_blocks}, **found} if found else {}
    return {}
