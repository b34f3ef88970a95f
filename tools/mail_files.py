"""Writes every kind of mail into a folder, as HTML and as text: `make shots` takes pictures of them.

Run on the demonstration, in whose name they are written.
"""

import os
import re
import sys
from pathlib import Path

import django

# Whose members read them.
HOST = "pes.allianceprovence.org"


def main() -> int:
    """Write them; fail, saying which, where a kind has nothing to be filled with."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tools.settings")
    django.setup()
    from django.db import transaction
    from wagtail.models import Site

    from cms.users.models import User
    from tools import mails

    missing = sorted(set(mails.kinds()) ^ mails.filled())
    if missing:
        print(f"Say in tools/mails.py what these are filled with, or drop them: {', '.join(missing)}")
        return 1
    folder, site = Path(sys.argv[1]), Site.objects.get(hostname__startswith=HOST)
    with transaction.atomic():
        person = User(email="marie.exemple@example.org", first_name="Marie", last_name="Exemple")
        person.save()
        for kind in mails.kinds():
            write(folder, kind, mails.letter(kind, site=site, person=person).content)
        transaction.set_rollback(True)
    return 0


def write(folder: Path, kind: str, content: dict[str, str]) -> None:
    """The two parts of one mail; above the text, what a list of mails shows."""
    name = "mail-" + re.sub(r"[^a-z0-9]+", "-", kind.lower()).strip("-")
    head = f"De : {content['sender']}\nÀ : {content['to']}\nObjet : {content['subject']}\n\n"
    (folder / f"{name}.txt").write_text(head + content["text"])
    (folder / f"{name}.html").write_text(content["html"])


if __name__ == "__main__":
    sys.exit(main())
