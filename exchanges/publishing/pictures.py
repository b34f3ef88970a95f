"""The picture of an announcement: checked, made anew from its dots alone, kept with those of the network."""

import io
import warnings
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from PIL import Image as Picture
from PIL import ImageOps
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupCollectionPermission, Site

from cms.core.registry import shared_kinds
from sites.roles import COMMON_COLLECTION

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MOST_BYTES = 8 * 1024 * 1024
MOST_DOTS = 50_000_000
# What a sheet shows on the largest screen, twice as dense.
LONGEST_SIDE = 2000


class PictureField(forms.FileField):
    """A picture that somebody sends; gives it back made anew, without what its file said of them."""

    default_error_messages = {
        "too_heavy": _("This picture is too heavy: 8 MB at the most. What you typed is kept."),
        "too_large": _("This picture has too many dots to be opened safely: make it smaller."),
        "no_picture": _("This file is no picture that we can read: choose a JPEG, PNG, WebP or GIF."),
    }

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The picture as a file of ours, or None; raises ValidationError."""
        sent = super().clean(data, initial)
        if not isinstance(sent, UploadedFile):
            return None
        if (sent.size or 0) > MOST_BYTES:
            raise ValidationError(self.error_messages["too_heavy"])
        return self._made_anew(sent)

    def _made_anew(self, sent: UploadedFile) -> "ContentFile[bytes]":
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", Picture.DecompressionBombWarning)
                picture = Picture.open(sent, formats=FORMATS)
                if picture.width * picture.height > MOST_DOTS:
                    raise ValidationError(self.error_messages["too_large"])
                return _written(picture, PurePath(sent.name or "").stem)
        except (Picture.DecompressionBombError, Picture.DecompressionBombWarning):
            raise ValidationError(self.error_messages["too_large"]) from None
        except (OSError, SyntaxError, ValueError, EOFError):
            raise ValidationError(self.error_messages["no_picture"]) from None


def _written(picture: Picture.Image, name: str) -> "ContentFile[bytes]":
    """Its first image, upright, no larger than is shown, with neither place, date nor camera."""
    upright = ImageOps.exif_transpose(picture)
    clear = "A" in upright.getbands() or "transparency" in upright.info
    plain = upright.convert("RGBA" if clear else "RGB")
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain.info = {}
    out, ending = io.BytesIO(), "png" if clear else "jpg"
    plain.save(out, "PNG" if clear else "JPEG", **({} if clear else {"quality": 85}))
    return ContentFile(out.getvalue(), name=f"{slugify(name)[:40] or 'image'}.{ending}")


def store(*, file: "ContentFile[bytes]", title: str, site: Site, person: Any) -> Any:
    """Keep a picture that was made anew with those of the network of the site."""
    image = get_image_model()(
        title=title[:200] or file.name, file=file, collection=collection_of(site), uploaded_by_user=person
    )
    image.file_size = file.size
    image.save()
    return image


def collection_of(site: Site) -> Collection:
    """Where the network of the site keeps its pictures."""
    kept = GroupCollectionPermission.objects.filter(
        group__page_permissions__page=site.root_page_id, permission__codename="add_image"
    ).exclude(collection__name=COMMON_COLLECTION)
    first = kept.select_related("collection").order_by("pk").first()
    return first.collection if first else Collection.get_first_root_node()


def forget(*, image: Any, person: Any, but: int) -> None:
    """Delete the picture that the person sent, unless another page than that one shows it."""
    if image is None or image.uploaded_by_user_id != getattr(person, "pk", None):
        return
    if not any(kind.objects.filter(image=image).exclude(pk=but).exists() for kind in shared_kinds()):
        image.delete()
