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
        scripts = {item.code: item.script for item in library.languages.values() if item.script}
        self._scripts = {code: _run_of(script) for code, script in scripts.items()}
        self._any_script = _run_of("".join(scripts.values()))

    def foreign(self, text: str) -> str | None:
        """The code of the language other than English that a text is written in, else null."""
        written = unicodedata.normalize("NFC", text)
        if self._any_script.search(written):
            letters = sum(map(str.isalpha, written))
            for code, script in self._scripts.items():
                if sum(map(len, script.findall(written))) * 2 > letters:
                    return code
        said = set(_WORD.findall(written.lower().replace("’", "'")))
        said.update(*(word.split("'") for word in said if "'" in word))
        hits = {code: len(said & words) for code, words in self._words.items()}
        best = max(hits, key=lambda code: hits[code], default=ENGLISH)
        enough = hits.get(best, 0) >= LEAST_WORDS and hits[best] > hits.get(ENGLISH, 0)
        return best if enough and best != ENGLISH else None


def _run_of(script: str) -> re.Pattern[str]:
    return re.compile(f"[{script}]{{{LEAST_LETTERS},}}")
