"""Statements of the knowledge base, filled in for one case and one audience.

A statement is a template. ``docs/architecture.md`` lists the placeholders; ``Speaker.fill`` puts
words in their places and refuses one that it does not know.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from b2m_core.contract.codes import Audience
from b2m_core.knowledge.library import Library
from b2m_core.knowledge.schema.items import Wording
from b2m_core.knowledge.schema.phrases import Phrases

# Of one library they are always the same, and hundreds of wordings to look up.
_labels = lru_cache(maxsize=12)(Library.labels)
_changes = lru_cache(maxsize=12)(Library.changes)

_PLACEHOLDER = re.compile(r"\{([a-z0-9_]+)\}")


class Speaker:
    """Words for one audience: the library's wordings and labels."""

    def __init__(self, library: Library, audience: Audience) -> None:
        """Take the wordings of ``library`` for ``audience``."""
        self.library = library
        self.audience = audience
        self.labels = _labels(library, audience)
        self.changes = _changes(library, audience)
        self.phrases: Phrases = library.phrases

    def say(self, wording: Wording) -> str:
        """A wording without placeholders."""
        return wording.for_audience(self.audience)

    def fill(self, wording: Wording, words: Mapping[str, str]) -> str:
        """A statement with its placeholders filled from ``words``, by name.

        Raises ``KeyError`` for a placeholder that ``words`` does not know.
        """
        return _PLACEHOLDER.sub(lambda found: words[found.group(1)], self.say(wording))

    def either(self, names: Sequence[str]) -> str:
        """Alternatives: "a, b or c"; nothing for none."""
        return self._joined(names, self.phrases.joining.either)

    def both(self, names: Sequence[str]) -> str:
        """Things together: "a, b and c"; nothing for none."""
        return self._joined(names, self.phrases.joining.both)

    def _joined(self, names: Sequence[str], last: str) -> str:
        if len(names) <= 1:
            return "".join(names)
        return f"{self.phrases.joining.comma.join(names[:-1])}{last}{names[-1]}"
