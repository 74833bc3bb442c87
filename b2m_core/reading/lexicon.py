"""Which names, words, units and cues stand in a text? The longest spelling wins.

Everything the knowledge files spell is one phrase matcher. Names (of quantities, coded
observations, conditions and other things) come first, cues fill what is left. Words that count
only beside something (a unit after a number, ``high`` beside β2M) are looked up where they may
stand.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import Final, get_args

from b2m_core.knowledge.library import Library
from b2m_core.reading.meanings import NAMES, Kind, Meaning, Meanings, Mention
from b2m_core.reading.quick_spacy import LOWER, ORTH, PhraseMatcher, Vocab
from b2m_core.reading.tokens import Token, document
from b2m_core.reading.vocabulary import variants, vocabulary

_NAMES_OF_OTHERS: Final = tuple(kind for kind in NAMES if kind != "presence")
_TURNS: Final = ("turns_into", "turns_from")
"""Cues that begin with a name."""


@dataclass(slots=True)
class Found:
    """What was found: names and cues by their first token, and words by what they may mean."""

    placed: dict[int, Mention] = field(default_factory=dict)
    _ending: dict[int, Mention] = field(default_factory=dict)
    by_kind: dict[Kind, dict[int, list[Mention]]] = field(
        default_factory=lambda: {kind: {} for kind in get_args(Kind)}
    )

    def place(self, mention: Mention) -> None:
        """Let a mention be the name or the cue that stands at its tokens."""
        self.placed[mention.first] = self._ending[mention.last] = mention

    def ending_at(self, token: int) -> Mention | None:
        """The name or the cue that ends right before a token."""
        return self._ending.get(token)

    def at(self, token: int, kind: Kind) -> Sequence[Mention]:
        """The spellings with this kind of meaning that begin at a token, longest first."""
        return self.by_kind[kind].get(token, ())

    def longest_at(self, token: int, kind: Kind) -> Mention | None:
        """The longest of them, null where none begins there."""
        begin = self.by_kind[kind].get(token)
        return begin[0] if begin else None

    def has(self, token: int, kind: Kind) -> bool:
        """Whether a spelling with this kind of meaning begins at a token."""
        return token in self.by_kind[kind]


class Lexicon:
    """All spellings of a library, ready to be matched."""

    def __init__(self, library: Library) -> None:
        """Compile the spellings of ``library``."""
        # Only what the matchers look at: a whole English pipeline computes fourteen more
        # attributes for every new word, and builds a tokenizer that nothing here uses.
        vocab = self._vocab = Vocab(lex_attr_getters={LOWER: str.lower})
        # The matchers' attributes by number: by name they would be looked up in spaCy's own models.
        self._in_any_case = PhraseMatcher(vocab, attr=LOWER)
        self._in_case = PhraseMatcher(vocab, attr=ORTH)
        self._by_key: dict[int, tuple[Meaning, ...]] = {}
        self._sorted: dict[tuple[bool | int, ...], Meanings] = {}
        self.words: set[str] = set()
        for matcher, cased in ((self._in_any_case, False), (self._in_case, True)):
            by_words: dict[tuple[str, ...], list[Meaning]] = defaultdict(list)
            for spelling, meaning in vocabulary(library, cased=cased):
                for variant in variants(spelling):
                    words = tuple(variant if cased else map(str.lower, variant))
                    if words and meaning not in by_words[words]:
                        by_words[words].append(meaning)
            # One entry for all spellings with the same meanings: each entry costs time to add.
            by_meanings: dict[tuple[Meaning, ...], list[tuple[str, ...]]] = defaultdict(list)
            for words, meanings in by_words.items():
                by_meanings[tuple(meanings)].append(words)
                self.words.update(word.lower() for word in words)
            for number, (meant, written) in enumerate(by_meanings.items()):
                key = f"{cased}:{number}"
                # As the matcher keeps spellings itself: to make a document of each takes ten times
                # as long. Its type says documents, its pickled form holds these.
                hashes = [[*map(vocab.strings.add, words)] for words in written]
                matcher.add(key, hashes)  # type: ignore[arg-type]
                self._by_key[vocab.strings[key]] = meant

    def find(self, found_tokens: list[Token]) -> Found:
        """Everything spelled in these tokens."""
        found = Found()
        if not found_tokens:
            return found
        # Outside the zone every word of every text would stay in spaCy's vocabulary for good.
        with self._vocab.memory_zone():
            doc = document(self._vocab, found_tokens)
            matches = [*self._in_any_case(doc), *self._in_case(doc)]
        by_span: dict[tuple[int, int], list[int]] = defaultdict(list)
        for key, first, last in matches:
            if _is_whole(found_tokens, first, last):
                by_span[first, last].append(key)
        mentions = []
        for first, last in sorted(by_span, key=_longest_first):
            if (first, last - 1) in by_span and _ends_sentence(found_tokens, last):
                continue
            glued = last == first + 1 or _is_glued(found_tokens, first, last)
            meanings = self._meanings(glued, *by_span[first, last])
            if meanings.kinds:
                mentions.append(Mention(first, last, meanings))
        _place(found, mentions, len(found_tokens))
        for mention in mentions:
            for kind in mention.meanings.by_kind:
                found.by_kind[kind].setdefault(mention.first, []).append(mention)
        return found

    def _meanings(self, glued: bool, *keys: int) -> Meanings:
        """What the spelling with these entries of the matchers means, ``glued`` or with spaces."""
        entries = (glued, *keys)
        meanings = self._sorted.get(entries)
        if meanings is None:
            all_of_them = chain.from_iterable(self._by_key[key] for key in keys)
            kept = (m for m in all_of_them if glued or not (m.weak and m.kind == "other"))
            meanings = self._sorted[entries] = Meanings(kept)
        return meanings


def _longest_first(span: tuple[int, int]) -> tuple[int, int]:
    return span[0], -span[1]


def _place(found: Found, mentions: list[Mention], count: int) -> None:
    """Place the names, then the cues where none is, each time from left to right."""
    taken = bytearray(count)
    cues_to = {m.first: m.last for m in reversed(mentions) if m.meanings.cues}
    for names in (True, False):
        for mention in mentions:
            first, last = mention.first, mention.last
            wanted = _is_name(mention) if names else mention.meanings.cues
            if names and last < cues_to.get(first, 0):
                wanted = wanted and not _is_weak(mention)  # "ALL negative" is no leukemia
            if wanted and 1 not in taken[first:last]:
                found.place(mention)
                taken[first:last] = b"\1" * (last - first)


def _is_name(mention: Mention) -> bool:
    """Whether it is placed as a name is: ``progressed to`` begins with one, and says another."""
    return mention.meanings.is_name or not mention.meanings.cues.isdisjoint(_TURNS)


def _is_weak(mention: Mention) -> bool:
    """Whether it is only a condition that is a word elsewhere."""
    return mention.meanings.kinds.isdisjoint(_NAMES_OF_OTHERS) and all(
        meaning.weak for meaning in mention.of("presence")
    )


def _is_glued(found: list[Token], first: int, last: int) -> bool:
    return all(one.end == next_.start for one, next_ in pairwise(found[first:last]))


def _is_whole(found: list[Token], first: int, last: int) -> bool:
    """Whether a match is a spelling of its own: no part of a word, no signs set apart.

    ``= <`` is not ``=<``.
    """
    if _is_inside_a_word(found, first, last):
        return False
    if last == first + 1:
        return True
    return not _parts_cells(found, first, last) and not any(
        one.kind == next_.kind == "sign" and one.end != next_.start
        for one, next_ in pairwise(found[first:last])
    )


def _parts_cells(found: list[Token], first: int, last: int) -> bool:
    """Whether the comma that begins a spelling may part cells: ``LDH,50,U/L``."""
    if found[first].text != ",":
        return False
    divided = last < len(found) and found[last].text == "/"
    return divided or found[first].end == found[first + 1].start


def _ends_sentence(found: list[Token], last: int) -> bool:
    """Whether the point that ends a spelling ends its sentence: ``… neg. On dialysis``."""
    if found[last - 1].text != ".":
        return False
    if last == len(found):
        return True
    return found[last].start > found[last - 1].end and found[last].text[:1].isupper()


def _is_inside_a_word(found: list[Token], first: int, last: int) -> bool:
    """Whether letters or digits touch a spelling that itself begins or ends with such a sign.

    A number may touch: ``Cr2.4`` is a name with its number.
    """
    begins, ends = found[first], found[last - 1]
    if first and begins.kind in ("word", "number"):
        before = found[first - 1]
        if before.end == begins.start and before.kind in ("word", "number"):
            return not (before.kind == "number" and begins.kind == "word")
    if last < len(found) and ends.kind in ("word", "number"):
        after = found[last]
        if after.start == ends.end and after.kind == "word":
            return True
    return False
