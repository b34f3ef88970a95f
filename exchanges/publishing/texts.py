"""What somebody types as plain text, and the rich text that is kept of it."""

import re
from html import unescape

from django.utils.html import escape, strip_tags
from django.utils.text import Truncator

ADDRESS = re.compile(r"https?://[^\s<>\"']+")
# Punctuation after an address belongs to the sentence.
TRAILING = ".,;:!?)]}»’…"
MARKUP = re.compile(r"<(?!/?(?:p|br|a)\b)[a-z]", re.IGNORECASE)
SUMMARY = 180


def to_html(text: str) -> str:
    """Paragraphs, line breaks and links of a plain text; everything else in it is shown as it was typed."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\0", "").strip())
    return "".join(f"<p>{_lines(block)}</p>" for block in blocks if block.strip())


def _lines(block: str) -> str:
    return "<br/>".join(_linked(line) for line in block.strip().split("\n"))


def _linked(line: str) -> str:
    said, at = "", 0
    for found in ADDRESS.finditer(line):
        url = found[0].rstrip(TRAILING)
        said += f'{escape(line[at : found.start()])}<a href="{escape(url)}">{escape(url)}</a>'
        at = found.start() + len(url)
    return said + escape(line[at:])


def to_text(html: str) -> str:
    """The plain text of a rich one, as somebody would have typed it."""
    lined = re.sub(r"<br\s*/?>", "\n", html)
    lined = re.sub(r"</(?:p|h\d|ul|ol)>\s*|<hr\s*/?>", "\n\n", lined)
    lined = re.sub(r"<li[^>]*>\s*", "- ", re.sub(r"</li>\s*", "\n", lined))
    return re.sub(r"\n{3,}", "\n\n", unescape(strip_tags(lined))).strip()


def has_markup(html: str) -> bool:
    """Whether the rich text has more than paragraphs and links: typing it again as plain text loses that."""
    return bool(MARKUP.search(html))


def summary_of(text: str) -> str:
    """One sentence for the cards: the first one, not too long."""
    first = to_text(to_html(text)).split("\n")[0].strip()
    sentence = re.match(r".+?[.!?…](?=\s|$)", first)
    return Truncator(sentence[0] if sentence else first).chars(SUMMARY)
