"""Which names, words, units and cues stand in a text? The longest spelling wins.

Everything the knowledge files spell is one phrase matcher. Names (of quantities, coded
observations, conditions and other things) come first, cues fill what is left. Words that count
only beside something (a unit after a number, ``high`` beside β2M) are looked up where they may
stand.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, pairwise, product
from typing import Final, Literal, get_args

from b2m_core.knowledge.library import Library
from b2m_core.knowledge.schema.observations import CodedItem, Named, Quantity
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
]
OBSERVED: Final[tuple[Kind, ...]] = (
    "quantity",
    "quantity_alone",
    "coded",
    "coded_alone",
    "presence",
)
NAMES: Final = (*OBSERVED, "other")


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing a spelling can mean.

    ``what`` is a code, a unit, a cue or a list of date words; ``says`` the word of a coded
    observation, ``absent`` for a condition spelled as absent, the unit of words after a number, or
    what a date word says. ``form`` is the number of a quantity's other form. ``weak`` marks a unit
    that counts only where it is accepted, a condition that counts only where it stands apart, and
    a name of something else that counts only without spaces. A ``torn_unit`` lacks its sign:
    ``mgdl``. ``after`` are the codes that make a short name one.
    """

    kind: Kind
    what: str
    says: str = ""
    form: int | None = None
    weak: bool = False
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A spelling found at the tokens from ``first`` up to, not including, ``last``."""

    first: int
    last: int
    meanings: tuple[Meaning, ...]

    def of(self, kind: Kind) -> Iterator[Meaning]:
        """Its meanings of one kind."""
        return (meaning for meaning in self.meanings if meaning.kind == kind)

    def units(self) -> set[str]:
        """The units that it may be."""
        return {meaning.what for meaning in self.of("unit")}

    @property
    def is_weak_unit(self) -> bool:
        """Whether it is a unit only where one of its units is accepted: ``in``, ``m``."""
        return all(meaning.weak for meaning in self.of("unit"))


@dataclass(slots=True)
class Found:
    """What was found: names and cues by their first token, and words by what they may mean."""

    placed: dict[int, Mention] = field(default_factory=dict)
    by_kind: dict[Kind, dict[int, list[Mention]]] = field(
        default_factory=lambda: {kind: {} for kind in get_args(Kind)}
    )

    def at(self, token: int, kind: Kind) -> Iterator[Mention]:
        """The spellings with this kind of meaning that begin at a token, longest first."""
        return iter(self.by_kind[kind].get(token, ()))

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
        self._meanings: dict[int, tuple[Meaning, ...]] = {}
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
                self._meanings[vocab.strings[key]] = meant

    def find(self, found_tokens: list[Token]) -> Found:
        """Everything spelled in these tokens."""
        found = Found()
        if not found_tokens:
            return found
        # Outside the zone every word of every text would stay in spaCy's vocabulary for good.
        with self._vocab.memory_zone():
            doc = document(self._vocab, found_tokens)
            matches = [*self._in_any_case(doc), *self._in_case(doc)]
        by_span: dict[tuple[int, int], list[Meaning]] = defaultdict(list)
        for key, first, last in matches:
            if _is_whole(found_tokens, first, last):
                meanings = self._meanings[key]
                if not _is_glued(found_tokens, first, last):
                    meanings = tuple(m for m in meanings if not (m.weak and m.kind == "other"))
                if meanings:
                    by_span[first, last].extend(meanings)
        mentions = [
            Mention(first, last, tuple(m))
            for (first, last), m in by_span.items()
            if not ((first, last - 1) in by_span and _ends_sentence(found_tokens, last))
        ]
        mentions.sort(key=lambda mention: (mention.first, -mention.last))
        taken = bytearray(len(found_tokens))
        cues_to = {m.first: m.last for m in reversed(mentions) if _is_cue(m)}
        for names in (True, False):
            for mention in mentions:
                wanted = _is_name(mention) if names else _is_cue(mention)
                if names and mention.last < cues_to.get(mention.first, 0):
                    wanted = wanted and not _is_weak(mention)  # "ALL negative" is no leukemia
                if wanted and not any(taken[mention.first : mention.last]):
                    found.placed[mention.first] = mention
                    taken[mention.first : mention.last] = b"\1" * (mention.last - mention.first)
        for mention in mentions:
            for kind in {meaning.kind for meaning in mention.meanings}:
                found.by_kind[kind].setdefault(mention.first, []).append(mention)
        return found


def _is_name(mention: Mention) -> bool:
    """Whether it is placed as a name is: ``progressed to`` begins with one, and says another."""
    return any(m.kind in NAMES or m.what in ("turns_into", "turns_from") for m in mention.meanings)


def _is_weak(mention: Mention) -> bool:
    """Whether it is only a condition that is a word elsewhere."""
    return all(m.kind == "presence" and m.weak for m in mention.meanings if m.kind in NAMES)


def _is_cue(mention: Mention) -> bool:
    return any(meaning.kind == "cue" for meaning in mention.meanings)


def _is_whole(found: list[Token], first: int, last: int) -> bool:
    """Whether a match is a spelling of its own: no part of a word, no signs set apart.

    ``= <`` is not ``=<``.
    """
    if _is_inside_a_word(found, first, last) or _parts_cells(found, first, last):
        return False
    return not any(
        one.kind == next_.kind == "sign" and one.end != next_.start
        for one, next_ in pairwise(found[first:last])
    )


def _parts_cells(found: list[Token], first: int, last: int) -> bool:
    """Whether the comma that begins a spelling may part cells: ``LDH,50,U/L``."""
    if found[first].text != "," or last == first + 1:
        return False
    divided = last < len(found) and found[last].text == "/"
    return divided or found[first].end == found[first + 1].start


def _is_glued(found: list[Token], first: int, last: int) -> bool:
    return all(one.end == next_.start for one, next_ in pairwise(found[first:last]))


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
        yield from _short_names(quantity, "quantity", cased=cased)
    for coded_code, coded in library.coded.items():
        yield from of(coded, Meaning("coded", coded_code))
        yield from _short_names(coded, "coded", cased=cased)
        yield from words("coded_word", coded_code, coded.words.items())
        yield from words("coded_alone", coded_code, coded.words_alone.items())
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
    if not cased:
        yield from _quotients(library)


def _numbered(library: Library) -> list[tuple[str, tuple[str, ...]]]:
    return [(str(number), said) for number, said in enumerate(library.numbers.words)]


def _short_names(
    item: Quantity | CodedItem, names: Kind, *, cased: bool
) -> Iterator[tuple[str, Meaning]]:
    """Its short names; ``says`` is the kind of name that they are once they count."""
    if item.short_names is not None and not cased:
        for spelling in item.short_names.spellings:
            yield spelling, Meaning("short_name", item.code, names, after=item.short_names.after)


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
