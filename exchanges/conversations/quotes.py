"""Of a mail that answers another, what its writer wrote: without what is quoted, and without the signature."""

import re

# "Le mar. 3 mars 2026 à 10:12, Camille <...> a écrit :" may run over two or three lines.
INTRODUCTION = re.compile(
    r"(?:^|\n)[ \t]*(?:le|on)\b[^\n]{0,200}(?:\n(?!>)[^\n]{0,200}){0,2}?(?:a écrit|wrote)[ \t\u00a0\u202f]*:[ \t]*(?=\n|$)",
    re.IGNORECASE,
)
# What Outlook and telephones put in front of the mail that is answered.
HEADER = r"(?:de|from)[ \t\u00a0]*:[ \t].*\n[ \t]*(?:envoyé|sent|date|à|to)[ \t\u00a0]*:.*"
SEPARATOR = re.compile(
    r"^[ \t]*(?:-{2,}[ \t]*(?:message d[’']origine|original message|message transféré|forwarded message)[ \t]*-{2,}"
    rf"|(?:_{{10,}}[ \t]*\n[ \t]*)?{HEADER})[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
# Of an introduction that nothing marked as quoted follows: programs name an hour or an address in it.
BY_A_PROGRAM = re.compile(r"\d{1,2}\s?[:h]\s?\d{2}|<[^\s<>]+@[^\s<>]+>")
MOST_OF_A_SIGNATURE = 12
SIGNATURE = re.compile(r"^--[ \t]?$", re.MULTILINE)
DEVICE = re.compile(
    r"^[ \t]*(?:envoyé (?:de|depuis)|sent from|télécharger outlook|get outlook)\b.{0,80}$", re.IGNORECASE
)


def own_words(text: str) -> str:
    """The words of the mail that are new; "" when there are none.

    What stands between quoted lines is kept: people answer point by point.
    """
    said = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    said = _without_introduction(said)
    separator = SEPARATOR.search(said)
    if separator:
        said = said[: separator.start()]
    signature = SIGNATURE.search(said)
    if signature and said[signature.end() :].count("\n") <= MOST_OF_A_SIGNATURE:
        said = said[: signature.start()]
    lines = [line.rstrip() for line in said.split("\n") if not line.lstrip().startswith(">")]
    while lines and (not lines[-1].strip() or DEVICE.match(lines[-1])):
        lines.pop()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _without_introduction(said: str) -> str:
    """The text without "On ..., ... wrote:" and what comes with it; words that only look like it stay."""
    found = INTRODUCTION.search(said)
    if not found:
        return said
    before, after = said[: found.start()], said[found.end() :]
    lines = [line for line in after.split("\n") if line.strip()]
    quoted = [line for line in lines if line.lstrip().startswith(">")]
    if len(quoted) == len(lines) and quoted:
        return before
    if quoted:  # Answered point by point.
        return before + after
    return before if BY_A_PROGRAM.search(found[0]) else said
