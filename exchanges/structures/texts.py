"""A description between what a member types, lines and paragraphs, and what a page keeps, rich text."""

import re
from html import escape
from html.parser import HTMLParser

# What starts on a line of its own, after an empty one.
BLOCKS = {"p", "h2", "h3", "h4", "ul", "ol", "blockquote", "hr"}
PLAIN = re.compile(r"</?p[^>]*>|<br\s*/?>")


def to_rich(text: str) -> str:
    """Paragraphs where there are empty lines; nothing that was typed becomes markup."""
    paragraphs = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    lines = ("<br/>".join(escape(line.strip()) for line in each.split("\n")) for each in paragraphs)
    return "".join(f"<p>{each}</p>" for each in lines if each)


class _Reader(HTMLParser):
    """Gathers the words, with the breaks that their markup stands for."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Break the line where the markup does."""
        if tag in BLOCKS:
            self.parts.append("\n\n")
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag == "br":
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        self.parts.append(data)


def to_plain(html: str) -> str:
    """The words of a rich text, as one would type them again."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.parts)).strip()


def has_markup(html: str) -> bool:
    """Whether typing its words again would lose something: titles, lists, links."""
    return "<" in PLAIN.sub("", html)
