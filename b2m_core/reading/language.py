"""In which language is a text written? Only questions need to know: values are read in any.

Start with ``Languages.foreign``. What a language is known by is knowledge (``languages.yml``).
Terse notes hold hardly a word of any language, so that a doubt is never called foreign.
"""

import re
import unicodedata
from typing import Final

from b2m_core.knowledge.library import Library

ENGLISH: Final = "en"
LEAST_WORDS: Final = 2
LEAST_LETTERS: Final = 3
"""In a run; a single letter of another script is a symbol of the field (β, κ)."""

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


class Languages:
    """The languages of one library. Build it once."""

    def __init__(self, library: Library) -> None:
        """Compile the words and scripts."""
        self._words = {item.code: frozenset(item.words) for item in library.languages.values()}
        self._scripts = {
            item.code: re.compile(f"[{item.script}]{{{LEAST_LETTERS},}}")
            for item in library.languages.values()
            if item.script
        }

    def foreign(self, text: str) -> str | None:
        """The code of the language other than English that a text is written in, else null."""
        written = unicodedata.normalize("NFC", text)
        letters = sum(character.isalpha() for character in written)
        for code, script in self._scripts.items():
            if sum(len(run) for run in script.findall(written)) * 2 > letters:
                return code
        said: set[str] = set()
        for word in _WORD.findall(written.lower().replace("’", "'")):
            said.update((word, *word.split("'")))
        hits = {code: len(said & words) for code, words in self._words.items()}
        best = max(hits, key=lambda code: hits[code], default=ENGLISH)
        enough = hits.get(best, 0) >= LEAST_WORDS and hits[best] > hits.get(ENGLISH, 0)
        return best if enough and best != ENGLISH else None
