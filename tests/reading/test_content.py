"""The words of the reader are complete and fit together."""

from typing import get_args

import pytest

from b2m_core.contract.codes import (
    CANONICAL_UNITS,
    CODED,
    CODED_VALUES,
    PRESENCES,
    QUANTITIES,
    QuantityCode,
)
from b2m_core.knowledge.library import load_library
from b2m_core.knowledge.schema.words import CueCode, Why
from tests.reading.test_cases import all_cases, expected

LIBRARY = load_library()


def test_every_code_of_the_contract_can_be_read() -> None:
    """Quantities, coded observations and conditions each have an entry."""
    assert set(LIBRARY.quantities) == QUANTITIES
    assert set(LIBRARY.coded) == CODED
    assert set(LIBRARY.presences) == PRESENCES


def test_every_cue_and_every_reason_has_its_words() -> None:
    """A cue without words would never be found; a reason without words could not be said."""
    assert set(LIBRARY.cues) == set(get_args(CueCode))
    assert set(LIBRARY.unread) == set(get_args(Why))


@pytest.mark.parametrize("code", sorted(QUANTITIES))
def test_a_quantity_uses_units_that_are_written_down(code: QuantityCode) -> None:
    """Its own, those of its bare numbers and of words behind the number."""
    quantity = LIBRARY.quantities[code]
    assert set(quantity.units) <= set(LIBRARY.units)
    assert quantity.units[CANONICAL_UNITS[code]].times == 1
    assert {*quantity.after_number, *quantity.units_alone} <= set(quantity.units)
    forms = [(quantity.units, quantity.bare), *((f.units, f.bare) for f in quantity.forms)]
    for units, bare in forms:
        assert {rule.unit for rule in bare} - {None} <= set(units)
        assert set(units) <= set(LIBRARY.units)


@pytest.mark.parametrize("code", sorted(CODED))
def test_a_coded_observation_has_spellings_for_each_of_its_words(code: str) -> None:
    """And for no others."""
    coded = next(item for name, item in LIBRARY.coded.items() if name == code)
    words = {*coded.words, *coded.words_alone}
    assert words == set(CODED_VALUES[code])
    assert {*coded.words_beside_age, *coded.words_before_condition} <= words


def test_every_quantity_and_coded_observation_is_read_in_some_case() -> None:
    """A code that no marked sentence reads could be lost without notice."""
    read = {one[0] for case in all_cases() for one in expected(case).read}
    assert sorted((QUANTITIES | CODED) - read) == []
