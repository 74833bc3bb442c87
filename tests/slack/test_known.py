"""What a shared answer carries is read again as the same case."""

from datetime import date
from typing import get_args

import pytest

from addons.slack_channel.messages import Messages
from b2m_core.contract.codes import CODED_VALUES, PresenceCode, QuantityCode
from b2m_core.contract.models import Observation
from b2m_core.knowledge.library import load_library
from b2m_core.reading.reader import Reader
from tests.rendering.handmade import answer
from tests.written import observation

LIBRARY = load_library()
MESSAGES = Messages(LIBRARY)
READER = Reader(LIBRARY)
TODAY = date(2026, 11, 22)
DAY = "2026-01-10"


def again(*observations: Observation) -> list[Observation]:
    """What is read from what is carried, without the words it was read from."""
    shown = answer(observations=[one.model_dump(mode="json") for one in observations])
    (carried,) = MESSAGES.known(shown)
    read = READER.read(carried, TODAY).observations
    return [one.model_copy(update={"as_written": "", "assumed": ()}) for one in read]


@pytest.mark.parametrize("comparator", ["", "< ", "<= ", "> ", ">= ", "~ "])
@pytest.mark.parametrize("code", get_args(QuantityCode))
def test_a_value_is_the_same_value(code: QuantityCode, comparator: str) -> None:
    plausible = LIBRARY.quantities[code].plausible
    limits = (plausible.gt, plausible.ge, plausible.lt, plausible.le)
    least, most = (limit for limit in limits if limit is not None)
    seen = observation(code, f"{comparator}{int(least + (most - least) / 2)}")
    assert again(seen) == [seen]


@pytest.mark.parametrize(
    ("code", "word"),
    [
        *((code, word) for code, words in CODED_VALUES.items() for word in words),
        *(
            (code, word)
            for code in get_args(PresenceCode)
            for word in ("present", "absent", "suspected")
        ),
    ],
)
def test_a_fact_is_the_same_fact(code: str, word: str) -> None:
    seen = Observation.model_validate({"code": code, "value": word})
    assert again(seen) == [seen]


def test_a_series_keeps_its_days_and_its_order() -> None:
    series = [
        observation("b2m_serum", "3", effective=DAY),
        observation("b2m_serum", "6.1", effective="2026-06-10"),
        Observation.model_validate({"code": "multiple_myeloma", "value": "present"}),
    ]
    assert again(*series) == series


def test_an_answer_that_knows_nothing_carries_nothing() -> None:
    assert MESSAGES.known(answer()) == []
