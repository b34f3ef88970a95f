"""The secrets: short words that occur nowhere else, each with the row and field it was planted in."""

import re
from dataclasses import dataclass, field
from enum import IntEnum

# The word that each text of the victim begins with, and each of the others': what somebody who knows no
# secret may search for.
BAIT, OTHER_BAIT = "appat", "maison"
SECRET = re.compile(r"zq\d{5}x")
NEUTRAL = "neutre"


class Audience(IntEnum):
    """Who may read a secret, from the widest circle to the narrowest."""

    VISITORS = 0  # Whoever reads the victim's own site.
    MEMBERS = 1  # Whoever reads it signed in.
    PEOPLE = 2  # The victim's people, in the admin.


@dataclass
class Words:
    """Makes words and remembers what each stands for.

    Those of the victim are secrets; those of the others have another beginning.
    """

    beginning: str = "zq"
    meaning: dict[str, str] = field(default_factory=dict)
    audience: dict[str, Audience] = field(default_factory=dict)
    literals: dict[str, str] = field(default_factory=dict)

    @property
    def bait(self) -> str:
        """The word that all these texts begin with."""
        return BAIT if self.beginning == "zq" else OTHER_BAIT

    def new(self, meaning: str, audience: Audience = Audience.PEOPLE) -> str:
        """A word that was not handed out before."""
        word = f"{self.beginning}{len(self.meaning):05d}x"
        self.meaning[word] = meaning
        self.audience[word] = audience
        return word

    def found_in(self, text: str, least: Audience = Audience.VISITORS) -> set[str]:
        """The secrets in the text that are for that circle or a narrower one."""
        words = {word for word in SECRET.findall(text) if self.audience.get(word, Audience.PEOPLE) >= least}
        return words | {literal for literal in self.literals if literal in text}

    def describe(self, word: str) -> str:
        """What the word was planted in."""
        return self.meaning.get(word) or self.literals.get(word, word)


def neutral(text: str) -> str:
    """The text without its secrets: an attacker knows ids, not words."""
    return SECRET.sub(NEUTRAL, text)
