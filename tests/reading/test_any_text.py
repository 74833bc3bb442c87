"""Whatever is typed: no exception, true places, and no value that the text does not say.

``make fuzz`` runs the same with so many times the examples that 200,000 texts are read.
"""

import os
import random
from decimal import Decimal
from typing import Final

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from b2m_core.reading.items import SPECIMENS
from b2m_core.reading.models import Reading
from b2m_core.reading.personal import hidden
from b2m_core.reading.reader import Reader
from tests.reading.conftest import TODAY

TIMES: Final = int(os.environ.get("B2M_FUZZ", "1"))

WORDS = [
    "β2M",
    "b2m",
    "creatinine",
    "Cr",
    "albumin",
    "alb",
    "age",
    "weight",
    "eGFR",
    "LDH",
    "mg/L",
    "mg/dL",
    "g/L",
    "µmol/L",
    "U/L",
    "yo",
    "F",
    "M",
    "MM",
    "no",
    "not",
    "?",
    "on",
    "dialysis",
    "urine",
    "serum",
    "normal",
    "high",
    "ref",
    "(",
    ")",
    "[",
    "]",
    "<",
    ">",
    "<=",
    "~",
    "-",
    "–",
    "/",
    ",",
    ".",
    ";",
    ":",
    "=",
    "|",
    "\t",
    "\n",
    "6.1",
    "2.4",
    "3,1",
    "31",
    "212",
    "0.8-2.3",
    "1,200",
    ".5",
    "6½",
    "10⁹",
    "->",
    "from",
    "to",
    "sorry",
    "if",
    "is",
    "what",
    "pending",
    "2026-10-01",
    "12/03/2024",
    "March",
    "t(4;14)",
    "del(17p)",
    "x10^9/L",
    "del17p",
    "vs",
    "or",
    "and",
    "mother",
    "ignore",
    "what if",
    "not",
    "was wrong",
    "it is",
    "two",
    "x ULN",
    "x 10^3",
    "±",
    "ratio",
    "duplicate",
    "microgloblin",
    "until",
    "target",
    "ULN",
    "\x00",
    "\u200b",
    "🩸",
    "̶",
]


def _places_are_true(text: str, reading: Reading) -> None:
    shown = hidden(text, reading.personal)
    for spotted in reading.spotted:
        assert shown[spotted.start : spotted.end] == spotted.observation.as_written
    for unplaced in reading.unplaced:
        assert shown[unplaced.start : unplaced.end] == unplaced.as_written
    assert Reading.model_validate_json(reading.model_dump_json()) == reading


@settings(max_examples=500 * TIMES, deadline=None)
@given(text=st.text(max_size=200))
def test_free_unicode_is_read_without_an_exception(text: str, reader: Reader) -> None:
    """Any signs in any order; every place is true and the reading survives JSON."""
    _places_are_true(text, reader.read(text, TODAY))


@settings(max_examples=1000 * TIMES, deadline=None)
@given(parts=st.lists(st.sampled_from(WORDS), max_size=25), glue=st.sampled_from(["", " "]))
def test_words_of_the_grammar_in_any_order_are_read_without_an_exception(
    parts: list[str], glue: str, reader: Reader
) -> None:
    """Also where they make no sense."""
    text = glue.join(parts)
    _places_are_true(text, reader.read(text, TODAY))


@pytest.mark.parametrize(
    "text",
    ["", " ", "\x00", "\r\n\t", "🩸", "a" * 20_000, "1" * 20_000, "(" * 20_000, "β2M " * 5000,
     "6.1," * 5000, "- " * 10_000, "1-" * 10_000, "no " * 7000, "β2M 6.1 mg/L " * 1500, "\ud800"],
    ids=lambda text: repr(text[:12]),
)  # fmt: skip
def test_absurd_texts_are_read_without_an_exception(text: str, reader: Reader) -> None:
    """Empty, endless, control signs, half a surrogate pair."""
    reading = reader.read(text, TODAY)
    for spotted in reading.spotted:
        assert text[spotted.start : spotted.end] == spotted.observation.as_written


NAMES = {
    "b2m_serum": (("β2M", "B2M", "beta-2 microglobulin", "ß2M", "b2-mg"), "mg/L", (3, 1490)),
    "creatinine": (("creatinine", "Cr", "crea", "Kreatinin"), "mg/dL", (1, 199)),
    "albumin": (("albumin", "alb", "Albumin"), "g/dL", (8, 69)),
    "ldh": (("LDH", "lactate dehydrogenase"), "U/L", (500, 9999)),
    "calcium": (("calcium", "Ca"), "mg/dL", (50, 198)),  # "Ca 19.9" is a tumor marker
    "hemoglobin": (("Hb", "haemoglobin"), "g/dL", (20, 249)),
}
LINKS = (" ", ": ", " = ", " of ", " is ", " was ", ":", "=", " - ")
SEPARATORS = (", ", "; ", "\n", ". ", " and ", " | ")
SIGNS = {"": "=", "<": "<", "≤": "<=", ">": ">", "≥": ">=", "~": "~"}


@st.composite
def _texts(draw: st.DrawFn) -> tuple[str, list[tuple[str, str, Decimal, tuple[str, ...]]]]:
    """A text and what was put into it."""
    truth = []
    parts = []
    for code in draw(st.permutations(list(NAMES)))[: draw(st.integers(1, 6))]:
        names, unit, (low, high) = NAMES[code]
        value = Decimal(draw(st.integers(low, high))) / 10
        link = draw(st.sampled_from(LINKS))
        sign = draw(st.sampled_from(list(SIGNS)))
        if link == "=" and sign:  # b2m=<5 could be at most 5, and is read so
            link = " = "
        with_unit = draw(st.booleans())
        number = str(value).replace(".", draw(st.sampled_from([".", ","])))
        gap = draw(st.sampled_from(["", " "]))
        parts.append(
            draw(st.sampled_from(names)) + link + sign + number + (gap + unit if with_unit else "")
        )
        truth.append((code, SIGNS[sign], value, () if with_unit else ("unit",)))
    text = parts[0]
    for part in parts[1:]:
        text += draw(st.sampled_from(SEPARATORS)) + part
    return text, truth


@settings(max_examples=1000 * TIMES, deadline=None)
@given(made=_texts())
def test_what_was_put_in_is_what_is_read(
    made: tuple[str, list[tuple[str, str, Decimal, tuple[str, ...]]]], reader: Reader
) -> None:
    """Names, links, comparators, decimal signs, units and separators of every kind."""
    text, truth = made
    reading = reader.read(text, TODAY)
    read = [(seen.code, seen.comparator, seen.value, seen.assumed) for seen in reading.observations]
    assert read == truth
    assert reading.unplaced == ()


@settings(max_examples=500 * TIMES, deadline=None)
@given(made=_texts(), noise=st.text(max_size=30), seed=st.integers(0, 2**16))
def test_noise_adds_no_value(
    made: tuple[str, list[tuple[str, str, Decimal, tuple[str, ...]]]],
    noise: str,
    seed: int,
    reader: Reader,
) -> None:
    """Free Unicode that names nothing, no specimen either, never makes another value."""
    assume(
        not any(word.codes or not word.cues.isdisjoint(SPECIMENS) for word in reader.words(noise))
    )
    text, truth = made
    words = text.split(" ")
    words.insert(random.Random(seed).randrange(len(words) + 1), noise)  # noqa: S311 - no secret
    digits = [sign for sign in noise if sign.isnumeric()]
    read = reader.read(" ".join(words), TODAY).observations
    if not digits:
        values = {(code, value) for code, _, value, _ in truth}
        assert {
            (seen.code, seen.value) for seen in read if isinstance(seen.value, Decimal)
        } <= values
