"""Which names, words, units and cues stand in a text? The longest spelling wins.

Everything the knowledge files spell is one phrase matcher. Names (of quantities, coded
observations, conditions and other things) come first, cues fill what is left. Words that count
only beside something (a unit after a number, ``high`` beside β2M) are looked up where they may
stand.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise, product
from typing import Final, Literal, NamedTuple, get_args

from b2m_core.knowledge.library import Library
from b2m_core.knowledge.schema.observations import CodedItem, Named, Quantity, UnitParts
from b2m_core.knowledge.schema.words import ColumnWords, DateWords
from b2m_core.reading.quick_spacy import LOWER, ORTH, PhraseMatcher, Vocab
from b2m_core.reading.spelling import spelled
from b2m_core.reading.tokens import Token, document, token_texts

Kind = Literal[
    "quantity",
    "coded",
    "coded_alone",
    "presence",
    "other",
    "cue",
    "unit",
    "torn_unit",
    "after_number",
    "coded_word",
    "beside_age",
    "before_condition",
    "calendar",
    "column",
    "quantity_alone",
    "short_name",
    "number_word",
    "decimal_point",
    "larger_part",
    "smaller_part",
]
OBSERVED: Final[tuple[Kind, ...]] = (
    "quantity",
    "quantity_alone",
    "coded",
    "coded_alone",
    "presence",
)
NAMES: Final[tuple[Kind, ...]] = (*OBSERVED, "other")
_NAMES_OF_OTHERS: Final = tuple(kind for kind in NAMES if kind != "presence")
_TURNS: Final = ("turns_into", "turns_from")
"""Cues that begin with a name."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing a spelling can mean.

    ``what`` is a code, a unit, a cue or a list of date words; ``says`` the word of a coded
    observation, ``absent`` for a condition spelled as absent, the unit of words after a number, or
    what a date word says. ``form`` is the number of a quantity's other form. ``weak`` marks a unit
    that counts only where it is accepted, a condition that counts only where it stands apart, a
    word that may only say when something was so, and a name of something else that counts only
    without spaces. A ``torn_unit`` lacks its sign: ``mgdl``. ``after`` are the codes and the
    specimen that make a short name one. A ``larger_part`` says how many of the smaller make one.
    """

    kind: Kind
    what: str
    says: str = ""
    form: int | None = None
    weak: bool = False
    after: tuple[str, ...] = ()


class Meanings:
    """Everything that one spelling can mean, sorted once for all its mentions.

    ``by_kind`` has the meanings of each kind, ``cues`` and ``units`` the words of these two kinds,
    ``observed`` the codes that it may name.
    """

    def __init__(self, meanings: Iterable[Meaning]) -> None:
        """Sort these meanings."""
        by_kind: dict[Kind, list[Meaning]] = defaultdict(list)
        for meaning in meanings:
            by_kind[meaning.kind].append(meaning)
        self.by_kind: Final[dict[Kind, tuple[Meaning, ...]]] = {
            kind: tuple(of_kind) for kind, of_kind in by_kind.items()
        }
        self.kinds: Final = frozenset[str](by_kind)
        self.cues: Final = frozenset(meaning.what for meaning in by_kind.get("cue", ()))
        self.units: Final = frozenset(meaning.what for meaning in by_kind.get("unit", ()))
        self.is_weak_unit: Final = all(meaning.weak for meaning in by_kind.get("unit", ()))
        self.observed: Final = frozenset(
            meaning.what for kind in OBSERVED for meaning in by_kind.get(kind, ())
        )


class Mention(NamedTuple):
    """A spelling found at the tokens from ``first`` up to, not including, ``last``."""

    first: int
    last: int
    meanings: Meanings

    @property
    def units(self) -> frozenset[str]:
        """The units that it may be."""
        return self.meanings.units

    @property
    def is_weak_unit(self) -> bool:
        """Whether it is a unit only where one of its units is accepted: ``in``, ``m``."""
        return self.meanings.is_weak_unit

    def of(self, kind: Kind) -> tuple[Meaning, ...]:
        """Its meanings of one kind."""
        return self.meanings.by_kind.get(kind, ())

    def is_any(self, kinds: Iterable[str]) -> bool:
        """Whether it may be something of one of these kinds."""
        return not self.meanings.kinds.isdisjoint(kinds)


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
            more = () if cased else (*_calendar(library.dates), *_columns(library.columns))
            for spelling, meaning in chain(_spellings(library, cased=cased), more):
                for variant in _variants(spelling):
                    words = tuple(variant if cased else map(str.lower, variant))
                    if words and meaning not in by_words[words]:
                        by_words[words].append(meaning)
            # One entry for all spellings with the same meanings: each entry costs time to add.
            by_meanings: dict[tuple[Meaning, ...], list[tuple[str, ...]]] = defaultdict(list)
            for words, meanings in by_words.items():
                by_meanings[tuple(meanings)].append(words)
                self.words.update(word.lower() for word in words)
            for number, (meant, spellings) in enumerate(by_meanings.items()):
                key = f"{cased}:{number}"
                # As the matcher keeps spellings itself: to make a document of each takes ten times
                # as long. Its type says documents, its pickled form holds these.
                hashes = [[*map(vocab.strings.add, words)] for words in spellings]
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
            if wanted and not any(taken[first:last]):
                found.place(mention)
                taken[first:last] = b"\1" * (last - first)


def _is_name(mention: Mention) -> bool:
    """Whether it is placed as a name is: ``progressed to`` begins with one, and says another."""
    return mention.is_any(NAMES) or not mention.meanings.cues.isdisjoint(_TURNS)


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


_GAP: Final = re.compile(r"(?<=\w)[ -]+(?=\w)")
_MOST_GAPS: Final = 5
_QUOTIENTS: Final = (
    "{top}/{bottom}",
    "{top} per {bottom}",
    "{top} {bottom}-1",
    "{top} {bottom}^-1",
    "{top}*{bottom}^-1",
    "{top}.{bottom}-1",
    "{top}*{bottom}-1",
    "{top}_{bottom}",
)


def _variants(spelling: str) -> Iterator[list[str]]:
    """The ways to write a spelling with a space, a hyphen or nothing in its gaps."""
    parts = _GAP.split(spelled(spelling).text)
    if len(parts) == 1:
        yield token_texts(parts[0])
        return
    gaps = (" ", "-") if len(parts) <= _MOST_GAPS else (" ",)
    for chosen in product(gaps, repeat=len(parts) - 1):
        yield token_texts(
            "".join(part + gap for part, gap in zip(parts, (*chosen, ""), strict=True))
        )


def _spellings(library: Library, *, cased: bool) -> Iterator[tuple[str, Meaning]]:
    """Every spelling of the library with its meaning."""

    def of(named: Named, meaning: Meaning) -> Iterator[tuple[str, Meaning]]:
        for spelling in named.spellings_in_case if cased else named.spellings:
            yield spelling, meaning

    def words(
        kind: Kind, code: str, by_word: Iterable[tuple[str, tuple[str, ...]]]
    ) -> Iterator[tuple[str, Meaning]]:
        if not cased:
            for says, spellings in by_word:
                for spelling in spellings:
                    yield spelling, Meaning(kind, code, says)

    for code, quantity in library.quantities.items():
        yield from of(quantity, Meaning("quantity", code))
        for number, form in enumerate(quantity.forms):
            yield from of(form, Meaning("quantity", code, form=number))
        yield from words("after_number", code, quantity.after_number.items())
        alone = [(str(number), said) for number, said in quantity.said_by_words.items()]
        yield from words("quantity_alone", code, alone)
        yield from words("before_condition", code, quantity.words_before_condition.items())
        yield from _short_names(quantity, "quantity", cased=cased)
    for coded_code, coded in library.coded.items():
        yield from of(coded, Meaning("coded", coded_code))
        yield from _short_names(coded, "coded", cased=cased)
        yield from words("coded_word", coded_code, coded.words.items())
        for word, said in coded.words_alone.items():
            for spelling in () if cased else said:
                when = spelling in coded.say_when
                yield spelling, Meaning("coded_alone", coded_code, word, weak=when)
        yield from words("beside_age", coded_code, coded.words_beside_age.items())
        yield from words("before_condition", coded_code, coded.words_before_condition.items())
    for presence_code, presence in library.presences.items():
        yield from of(presence, Meaning("presence", presence_code))
        yield from words("presence", presence_code, [("absent", presence.absent_spellings)])
        for spelling in presence.capitals_alone if cased else ():
            yield spelling, Meaning("presence", presence_code, weak=True)
    for name, other in library.other_names.items():
        yield from of(other, Meaning("other", name, weak=other.glued))
    yield from words("number_word", "", _numbered(library))
    yield from words("decimal_point", "", [("", library.numbers.point)])
    for cue_code, cue in library.cues.items():
        yield from of(cue, Meaning("cue", cue_code))
    for unit_name, unit in library.units.items():
        yield from of(unit, Meaning("unit", unit_name))
        if unit.parts is not None and not cased:
            yield from _parts(unit_name, unit.parts, library)
    if not cased:
        yield from _quotients(library)


def _parts(unit_name: str, parts: UnitParts, library: Library) -> Iterator[tuple[str, Meaning]]:
    """Every way to write the two units of a number in two parts."""
    larger, smaller = library.units[parts.larger], library.units[parts.smaller]
    for spelling in (*larger.spellings, *larger.only_where_accepted, *parts.larger_signs):
        yield spelling, Meaning("larger_part", unit_name, str(parts.count))
    for spelling in (*smaller.spellings, *smaller.only_where_accepted, *parts.smaller_signs):
        yield spelling, Meaning("smaller_part", unit_name)


def _numbered(library: Library) -> list[tuple[str, tuple[str, ...]]]:
    return [(str(number), said) for number, said in enumerate(library.numbers.words)]


def _short_names(
    item: Quantity | CodedItem, names: Kind, *, cased: bool
) -> Iterator[tuple[str, Meaning]]:
    """Its short names; ``says`` is the kind of name that they are once they count."""
    if item.short_names is not None and not cased:
        specimen = item.short_names.after_specimen
        after: tuple[str, ...] = (*item.short_names.after, *([specimen] if specimen else ()))
        for spelling in item.short_names.spellings:
            yield spelling, Meaning("short_name", item.code, names, after=after)


def _quotients(library: Library) -> Iterator[tuple[str, Meaning]]:
    """Every way to write a unit that divides one by another, and those only where accepted."""
    for unit_name, unit in library.units.items():
        for top, bottom in product(unit.top, unit.bottom):
            for way in _QUOTIENTS:
                yield way.format(top=top, bottom=bottom), Meaning("unit", unit_name)
            if top.isalpha() and bottom.isalpha():
                yield top + bottom, Meaning("torn_unit", unit_name)
        for spelling in unit.only_where_accepted:
            yield spelling, Meaning("unit", unit_name, weak=True)


_OWNING: Final = ("days_ago", "weekdays", "spans", "months")
"""Date words that may own a value: ``today's β2M``."""


def _calendar(dates: DateWords) -> Iterator[tuple[str, Meaning]]:
    """Every word of a date, with its list in the file and what it says in it."""
    numbered = {
        "months": enumerate(dates.months, start=1),
        "weekdays": enumerate(dates.weekdays, start=1),
        "days_ago": enumerate(dates.days_ago),
        "counts": enumerate(dates.counts, start=1),
        "spans": dates.spans.items(),
    }
    for name in DateWords.model_fields:
        for says, spellings in numbered.get(name, [("", getattr(dates, name))]):
            for spelling in spellings:
                yield spelling, Meaning("calendar", name, str(says))
                if name in _OWNING:
                    yield spelling + "'s", Meaning("calendar", name, str(says))


def _columns(columns: ColumnWords) -> Iterator[tuple[str, Meaning]]:
    """Every word for a column, with its list in the file."""
    for name in ColumnWords.model_fields:
        for spelling in getattr(columns, name):
            yield spelling, Meaning("column", name)
