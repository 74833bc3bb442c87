"""Which word was meant by one that is misspelt?

A word that no phrase has, one slip away from a word that several phrases have, is that word: a
letter left out, added, changed, or two of them swapped.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST: Final = 4
"""Letters of a word that is mended."""

LONG: Final = 6
"""Letters of a word that is mended whatever the slip: shorter ones are one slip away from too many
others, so that only two letters that were swapped are put right in them."""

OFTEN: Final = 2
"""In so many places a word stands that others are taken for: a slip stands in one."""


class Mending:
    """Mends words by those that are known, the most frequent first."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        """Take the known words in small letters, and how often each occurs."""
        self._known = frozenset(counts)
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in sorted(counts, key=lambda word: (-counts[word], word)):
            if counts[word] >= OFTEN and _can_be_misspelt(word):
                self._by_length[len(word)].append(word)

    def mended(self, text: str) -> str:
        """A text of words with spaces between them, each as it was meant."""
        return " ".join(map(self._meant, text.split()))

    def _meant(self, word: str) -> str:
        if word in self._known or not _can_be_misspelt(word):
            return word
        near = [
            found
            for length in (len(word), len(word) + 1, len(word) - 1)
            if (found := self._nearest(word, length))
        ]
        return near[0] if near else word

    def _nearest(self, word: str, length: int) -> str | None:
        known = self._by_length.get(length, [])
        found = process.extract(word, known, scorer=OSA.distance, score_cutoff=1, limit=None)
        near = (str(other) for other, *_ in found)
        if len(word) < LONG:
            near = (other for other in near if sorted(other) == sorted(word))
        return next(near, None)


def _can_be_misspelt(word: str) -> bool:
    return len(word) >= SHORTEST and word.isalpha()
