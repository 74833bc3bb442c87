"""Of which items does a text consist: names, numbers, cues, signs, other words, and sentences?"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal, cast

from b2m_core.reading.dates.calendar import Day
from b2m_core.reading.lexicon import NAMES, OBSERVED, Found, Kind, Meaning, Mention
from b2m_core.reading.numbers import decimal_sign, readings
from b2m_core.reading.numbers_in_parts import InParts, in_parts
from b2m_core.reading.tokens import Token

SPECIMENS: Final = ("blood", "urine", "other_specimen")
"""The cues that name a specimen."""

ItemKind = Literal["name", "number", "range", "cue", "date", "unit", "sign", "word", "break"]


@dataclass(slots=True)
class Item:
    """One item, at the tokens from ``first`` up to, not including, ``last``.

    ``numbers`` are all the ways to read a number's digits; none means that it is no measurement
    (``6.1e3``, ``3/4``, ``-2``), and ``broken`` says so. A range has its two ends. A date has in
    ``days`` every day that it may mean, null for a time that is no day.
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
    sentence: int = 0
    clause: int = 0
    high: "Item | None" = None
    days: tuple[Day, ...] | None = None

    @property
    def place(self) -> tuple[int, int]:
        """Where it begins and ends in the one spelling."""
        return self.start, self.end

    def is_name(self, *kinds: str) -> bool:
        """Whether it is a name of one of these kinds."""
        return (
            self.kind == "name"
            and self.mention is not None
            and any(meaning.kind in kinds for meaning in self.mention.meanings)
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
        return token > 0 and self.tokens[token - 1].end == self.tokens[token].start

    def touches_after(self, token: int) -> bool:
        """Whether no space stands after a token."""
        return token + 1 < len(self.tokens) and self.touches_before(token + 1)

    # Single items, by their number

    def item(self, i: int) -> Item | None:
        """An item by its number, null outside the page."""
        return self.items[i] if 0 <= i < len(self.items) else None

    def is_sign(self, i: int, signs: str) -> bool:
        """Whether an item is one of these signs."""
        item = self.item(i)
        return item is not None and len(item.text) == 1 and item.text in signs

    def has_cue(self, i: int, *cues: str) -> bool:
        """Whether an item is one of these cues."""
        item = self.item(i)
        return item is not None and not item.cues.isdisjoint(cues)

    def lookup(self, i: int, kind: Kind) -> Mention | None:
        """The longest spelling with this kind of meaning that begins at an item."""
        item = self.item(i)
        if item is None:
            return None
        return next(self.found.at(item.first, kind), None)

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


_MAY_TOUCH_BEFORE: Final = frozenset("([{:=<>~,;|\"'*\t\n\r-→?")
_MAY_TOUCH_AFTER: Final = frozenset(")]}:,;.!?|\"'*\t-→/%<>=(↑↓")
_LONGEST_COUNT: Final = 2
_LONGEST_SLIP: Final = 2
_BRACKET_REACH: Final = 30
_BREAKS: Final = frozenset(";!\n\r")
_CLAUSES: Final = frozenset(",()[]{}|\t")


def page(tokens: list[Token], found: Found) -> Page:
    """The items of a text in order."""
    made = Page(tokens, found)
    sign = decimal_sign(token.text for token in tokens if token.kind == "number")
    sentence = clause = 0
    at = 0
    named: set[str] = set()
    while at < len(tokens):
        _place_short_name(found, at, named)
        item = _item(made, at, sign)
        if item.kind == "name":
            named |= _named(item)
        item.sentence, item.clause = sentence, clause
        made.items.append(item)
        if item.kind == "break" or _ends_question(made, item):
            sentence += 1
            clause += 1
            named = set()
        elif item.kind == "sign" and item.text in _CLAUSES:
            clause += 1
        at = item.last
    return made


def _place_short_name(found: Found, at: int, named: set[str]) -> None:
    """Let a short name be one where what it belongs to was named before in the sentence."""
    for mention in found.at(at, "short_name"):
        meanings = tuple(
            Meaning(cast("Kind", meaning.says), meaning.what)
            for meaning in mention.of("short_name")
            if not named.isdisjoint(meaning.after)
        )
        if meanings:
            found.placed[at] = Mention(at, mention.last, meanings)
        return


def _named(item: Item) -> set[str]:
    mention = item.mention
    return {m.what for m in mention.meanings if m.kind in OBSERVED} if mention else set()


def _item(made: Page, at: int, sign: Literal[".", ","] | None) -> Item:
    token = made.tokens[at]
    mention = made.found.placed.get(at)
    if mention is not None:
        names = any(meaning.kind in NAMES for meaning in mention.meanings)
        last = made.tokens[mention.last - 1]
        return Item(
            "name" if names else "cue",
            at,
            mention.last,
            token.start,
            last.end,
            "".join(part.text for part in made.tokens[at : mention.last]),
            mention,
            frozenset(meaning.what for meaning in mention.of("cue")),
        )
    kind: ItemKind = "word"
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
    elif kind == "number" and _counts_a_list(made, at):
        item.kind = "break"
    elif kind == "number":
        item.broken = _is_broken(made, at)
        item.numbers = () if item.broken else readings(token.text, sign)
    return item


def _join(made: Page, item: Item, parts: InParts, sign: Literal[".", ","] | None) -> None:
    """Make an item the number of all its parts."""
    item.kind, item.last = "number", parts.last
    item.end = made.tokens[parts.last - 1].end
    item.broken = (made.touches_before(item.first) and _is_broken_before(made, item.first)) or (
        made.touches_after(parts.last - 1) and _is_broken_behind(made, parts.last - 1)
    )
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


def _counts_a_list(made: Page, at: int) -> bool:
    """Whether a number only counts the entries of a list: ``1) β2M``, ``2. creatinine``."""
    tokens = made.tokens
    if at + 2 >= len(tokens) or not made.touches_after(at) or tokens[at + 1].text not in (")", "."):
        return False
    short = tokens[at].text.isdigit() and len(tokens[at].text) <= _LONGEST_COUNT
    apart = not made.touches_after(at + 1) and tokens[at + 2].kind == "word"
    opens_line = at == 0 or tokens[at - 1].kind == "newline"
    inline = (
        tokens[at + 1].text == ")"
        and not made.touches_before(at)
        and not any(token.text == "(" for token in tokens[max(0, at - _BRACKET_REACH) : at])
    )
    return short and apart and (opens_line or inline)


def _is_broken(made: Page, at: int) -> bool:
    """Whether what touches a number makes it something else than one plain number."""
    return (made.touches_before(at) and _is_broken_before(made, at)) or (
        made.touches_after(at) and _is_broken_behind(made, at)
    )


def _is_broken_before(made: Page, at: int) -> bool:
    before = made.tokens[at - 1]
    if before.kind in ("word", "number", "date", "time"):
        return not _follows_name(made, at)
    if before.text == "-" and _is_minus(made, at - 1):
        return True
    if before.text == "/":
        return not (_follows_name(made, at - 1) or _is_mark(made, at - 2))
    return before.text not in _MAY_TOUCH_BEFORE


def _is_broken_behind(made: Page, at: int) -> bool:
    tokens = made.tokens
    after = tokens[at + 1]
    if after.kind == "word":
        return not _is_unit_or_mark(made, at + 1)
    if after.kind in ("date", "time"):
        return True
    if after.text == "/":
        return at + 2 < len(tokens) and tokens[at + 2].kind in ("number", "date")
    if after.text in (".", ",") and made.touches_after(at + 1):
        behind = tokens[at + 2]  # in "6.#1" a sign has taken the place of a digit
        if behind.kind == "sign" and behind.text not in _MAY_TOUCH_AFTER:
            return True
        if tokens[at].text.isdigit() and _may_be_a_digit(made, at + 2):
            return True
    if after.kind == "sign" and after.text not in _MAY_TOUCH_AFTER:
        return not _is_unit_or_mark(made, at + 1)
    return False


def _may_be_a_digit(made: Page, at: int) -> bool:
    """Whether letters may stand for digits behind a decimal sign: ``6.x1``, ``6.l``."""
    word = made.tokens[at]
    if word.kind != "word" or any(True for kind in NAMES for _ in made.found.at(at, kind)):
        return False
    digit_behind = made.touches_after(at) and made.tokens[at + 1].kind == "number"
    return digit_behind or len(word.text) <= _LONGEST_SLIP


def _follows_name(made: Page, at: int) -> bool:
    """Whether a name ends right before a token, and its number is long enough to be told apart.

    ``Cr2.4`` and ``Plt95`` are a name and its number; ``LDH1`` and ``IgG4`` are names.
    """
    number = made.tokens[at].text
    if made.tokens[at].kind == "number" and number.isdigit() and len(number) == 1:
        return False
    return any(
        mention.last == at and any(meaning.kind in NAMES for meaning in mention.meanings)
        for mention in _recent(made, at)
    )


def _is_mark(made: Page, at: int) -> bool:
    """Whether a letter that says the sex beside an age stands at a token: ``M/72``."""
    return (
        at >= 0
        and made.tokens[at].text.isupper()
        and any(True for _ in made.found.at(at, "beside_age"))
    )


def _recent(made: Page, at: int) -> Iterator[Mention]:
    longest = 12
    for first in range(max(0, at - longest), at):
        mention = made.found.placed.get(first)
        if mention is not None:
            yield mention


def _is_minus(made: Page, dash: int) -> bool:
    """Whether a hyphen that touches a number is a minus: it touches nothing before it."""
    return not made.touches_before(dash) or made.tokens[dash - 1].text in "([{:=<>~,"


def _is_unit_or_mark(made: Page, at: int) -> bool:
    """Whether a unit, words that follow a number, or a laboratory's mark begins at a token."""
    words: tuple[Kind, ...] = ("unit", "after_number", "beside_age")
    return any(True for kind in words for _ in made.found.at(at, kind)) or any(
        meaning.what in ("flag", "then")
        for mention in made.found.at(at, "cue")
        for meaning in mention.of("cue")
    )
