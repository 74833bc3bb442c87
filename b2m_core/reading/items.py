"""Of which items does a text consist: names, numbers, cues, signs, other words, and sentences?"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal, cast

from b2m_core.reading.counting import counts_of_lists
from b2m_core.reading.dates.calendar import Day
from b2m_core.reading.lexicon import Found
from b2m_core.reading.meanings import Kind, Meaning, Meanings, Mention
from b2m_core.reading.numbers import decimal_sign, readings
from b2m_core.reading.numbers_in_parts import InParts, in_parts
from b2m_core.reading.tokens import Token, touches_before
from b2m_core.reading.touching import is_plain

SPECIMENS: Final = ("blood", "urine", "other_specimen")
"""The cues that name a specimen."""

ItemKind = Literal["name", "number", "range", "cue", "date", "unit", "sign", "word", "break"]


@dataclass(slots=True)
class Item:
    """One item, at the tokens from ``first`` up to, not including, ``last``.

    ``numbers`` are all the ways to read a number's digits; none means that it is no measurement
    (``6.1e3``, ``3/4``, ``-2``), and ``broken`` says so. ``unit`` is the unit that the parts of a
    number say (``5 ft 10 in``). A range has its two ends. A date has in
    ``days`` every day that it may mean, null for a time that is no day. ``heading`` is the specimen
    of the heading that it stands under, empty for none.
    """

    kind: ItemKind
    first: int
    last: int
    start: int
    end: int
    text: str
    mention: Mention | None = None
    cues: frozenset[str] = frozenset()
    numbers: tuple[Decimal, ...] = ()
    broken: bool = False
    unit: Mention | None = None
    sentence: int = 0
    clause: int = 0
    high: "Item | None" = None
    days: tuple[Day, ...] | None = None
    heading: str = ""

    @property
    def place(self) -> tuple[int, int]:
        """Where it begins and ends in the one spelling."""
        return self.start, self.end

    def is_name(self, *kinds: str) -> bool:
        """Whether it is a name of one of these kinds."""
        return (
            self.kind == "name"
            and self.mention is not None
            and not self.mention.meanings.kinds.isdisjoint(kinds)
        )


@dataclass(slots=True)
class Page:
    """The items of a text, with what they were made from.

    ``mended`` are the tokens whose spelling was mended.
    """

    tokens: list[Token]
    found: Found
    items: list[Item] = field(default_factory=list)
    mended: tuple[int, ...] = ()

    def touches_before(self, token: int) -> bool:
        """Whether no space stands before a token."""
        return touches_before(self.tokens, token)

    def touches_after(self, token: int) -> bool:
        """Whether no space stands after a token."""
        return touches_before(self.tokens, token + 1)

    # Single items, by their number

    def item(self, i: int) -> Item | None:
        """An item by its number, null outside the page."""
        return self.items[i] if 0 <= i < len(self.items) else None

    def is_sign(self, i: int, signs: str) -> bool:
        """Whether an item is one of these signs."""
        if not 0 <= i < len(self.items):
            return False
        text = self.items[i].text
        return len(text) == 1 and text in signs

    def has_cue(self, i: int, *cues: str) -> bool:
        """Whether an item is one of these cues."""
        return 0 <= i < len(self.items) and not self.items[i].cues.isdisjoint(cues)

    def lookup(self, i: int, kind: Kind) -> Mention | None:
        """The longest spelling with this kind of meaning that begins at an item."""
        item = self.item(i)
        if item is None:
            return None
        return self.found.longest_at(item.first, kind)

    def after_mention(self, i: int, mention: Mention) -> int:
        """The first item behind a looked-up spelling that begins at item ``i``."""
        while i < len(self.items) and self.items[i].last <= mention.last:
            i += 1
        return i


def stands_apart(beside: Item | None) -> bool:
    """Whether what stands beside a number has nothing to do with it."""
    return (
        beside is None
        or beside.kind in ("break", "name", "unit", "number")
        or beside.text in ",()|"
    )


_MOST_IN_BRACKETS: Final = 8
_BREAKS: Final = frozenset(";!\n\r")
_LINE_ENDS: Final = ("\n", "\r")
_CLAUSES: Final = frozenset(",()[]{}|\t")


def page(tokens: list[Token], found: Found) -> Page:
    """The items of a text in order."""
    made = Page(tokens, found)
    sign = decimal_sign(token.text for token in tokens if token.kind == "number")
    counts = counts_of_lists(tokens, found)
    sentence = clause = 0
    at = 0
    named: set[str] = set()
    heading = _Heading()
    while at < len(tokens):
        if named:
            _place_short_name(found, at, named)
        item = _item(made, at, sign, counts)
        if item.kind == "name":
            named.update(_named(item))
        if item.mention is not None and (specimens := _specimens(made, item)):
            named = named - {*SPECIMENS} | specimens
        item.sentence, item.clause = sentence, clause
        item.heading = heading.over(made, item)
        made.items.append(item)
        if item.kind == "break" or _ends_question(made, item):
            sentence += 1
            clause += 1
            named = {item.heading}
        elif item.kind == "sign" and item.text in _CLAUSES:
            clause += 1
        at = item.last
    return made


def _place_short_name(found: Found, at: int, named: set[str]) -> None:
    """Let a short name be one where what it belongs to was named before in the sentence."""
    mention = found.longest_at(at, "short_name")
    placed = found.placed.get(at)
    if mention and placed and placed.last > mention.last:
        return  # "pH of the urine" is a name of its own
    meanings = [
        Meaning(cast("Kind", meaning.says), meaning.what)
        for meaning in (mention.of("short_name") if mention else ())
        if not named.isdisjoint(meaning.after)
    ]
    if mention and meanings:
        found.place(Mention(at, mention.last, Meanings(meanings)))


class _Heading:
    """Which specimen stands over what is read now?

    A heading is a specimen word with a colon at the beginning of a sentence, or alone on its line.
    It holds up to the next one, or to a line that names nothing and holds no number: ``Blood gas``.
    """

    def __init__(self) -> None:
        """Nothing stands over the beginning."""
        self._specimen = ""
        self._begins = True
        self._line: list[ItemKind] = []

    def over(self, made: Page, item: Item) -> str:
        """The specimen over an item, empty for none. The items are given one after the other."""
        begins, self._begins = self._begins, item.kind == "break"
        alone = item.last < len(made.tokens) and made.tokens[item.last].kind == "newline"
        named = next((cue for cue in SPECIMENS if cue in item.cues), "")
        if named and begins and (alone or _opens(made, item.last)):
            self._specimen = named
            self._line.append("name")
        elif item.text in _LINE_ENDS:
            if self._line and {"name", "number", "range"}.isdisjoint(self._line):
                self._specimen = ""
            self._line = []
        else:
            self._line.append(item.kind)
        return self._specimen


def _opens(made: Page, at: int) -> bool:
    """Whether a colon stands at a token, also behind a few words in brackets: ``urine (24 h):``."""
    texts = [token.text for token in made.tokens[at : at + _MOST_IN_BRACKETS]]
    if texts[:1] == ["("] and ")" in texts:
        texts = texts[texts.index(")") + 1 :]
    return texts[:1] == [":"]


def _specimens(made: Page, item: Item) -> AbstractSet[str]:
    """The specimens of what follows: named with a colon, or with a quantity (``urine β2M``)."""
    behind = made.found.placed.get(item.last)
    opens = _opens(made, item.last)
    if not (item.is_name("quantity") or opens or (behind and behind.of("quantity"))):
        return item.cues & {"blood"}
    return {
        cue
        for token in range(item.first, item.last)
        for mention in made.found.at(token, "cue")
        for cue in mention.meanings.cues.intersection(SPECIMENS)
    }


def _named(item: Item) -> tuple[str, ...]:
    return item.mention.meanings.observed if item.mention else ()


def _item(made: Page, at: int, sign: Literal[".", ","] | None, counts: set[int]) -> Item:
    token = made.tokens[at]
    mention = made.found.placed.get(at)
    if mention is not None:
        last = made.tokens[mention.last - 1]
        return Item(
            "name" if mention.meanings.is_name else "cue",
            at,
            mention.last,
            token.start,
            last.end,
            "".join(part.text for part in made.tokens[at : mention.last]),
            mention,
            mention.meanings.cues,
        )
    kind: ItemKind = "word"
    if token.kind == "word" and not made.found.has(at, "number_word"):
        return Item(kind, at, at + 1, token.start, token.end, token.text)
    if token.kind in ("date", "time"):
        kind = "date"
    elif token.kind == "number":
        kind = "number"
    elif (
        token.kind == "newline"
        or token.text in _BREAKS
        or (token.text == "." and not made.touches_after(at))
    ):
        kind = "break"
    elif token.kind == "sign":
        kind = "sign"
    item = Item(kind, at, at + 1, token.start, token.end, token.text)
    parts = in_parts(made.tokens, made.found, at) if kind in ("number", "word") else None
    if parts is not None:
        _join(made, item, parts, sign)
    elif kind == "number" and at in counts:
        item.kind = "break"
    elif kind == "number":
        item.broken = not is_plain(made.tokens, made.found, at, at)
        item.numbers = () if item.broken else readings(token.text, sign)
    return item


def _join(made: Page, item: Item, parts: InParts, sign: Literal[".", ","] | None) -> None:
    """Make an item the number of all its parts."""
    item.kind, item.last, item.unit = "number", parts.last, parts.unit
    item.end = made.tokens[parts.last - 1].end
    item.broken = not is_plain(made.tokens, made.found, item.first, parts.last - 1)
    if item.broken:
        return
    if parts.number is not None:
        item.numbers = (parts.number,)
    else:
        item.numbers = tuple(number.scaleb(parts.power) for number in readings(item.text, sign))


def _ends_question(made: Page, item: Item) -> bool:
    return (
        item.text == "?" and made.touches_before(item.first) and not made.touches_after(item.first)
    )
