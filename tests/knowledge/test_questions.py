"""What is asked, and that a quick reply reads back as what was asked."""

from datetime import date

import pytest

from b2m_core.contract.codes import CODED, PRESENCES, QUANTITIES, Asked
from b2m_core.contract.models import Observation
from b2m_core.knowledge.library import load_library
from b2m_core.reading.reader import Reader

library = load_library()
reader = Reader(library)
TODAY = date(2026, 11, 22)
OBSERVED = QUANTITIES | CODED | PRESENCES


def read(text: str) -> tuple[Observation, ...]:
    """What the reader takes from a text."""
    return tuple(spotted.observation for spotted in reader.read(text, TODAY).spotted)


REPLIES = [
    (question.asks, option)
    for question in library.questions.values()
    if question.asks in OBSERVED
    for option in question.options
]


@pytest.mark.parametrize(("asks", "option"), REPLIES, ids=[option for _, option in REPLIES])
def test_a_quick_reply_reads_back_as_what_was_asked(asks: str, option: str) -> None:
    """As one observation, of the code or of the level it decides, with nothing left to assume."""
    levels = [level.code for level in library.levels.values() if asks in (level.value, level.limit)]
    [observation] = read(option)
    assert observation.code in (asks, *levels)
    assert observation.assumed == ()


@pytest.mark.parametrize(
    ("asks", "replies"),
    [
        ("albumin", [("<", "3.5"), (">=", "3.5")]),
        ("b2m_serum", [("<", "3.5"), (">=", "5.5")]),
        ("b2m_urine", [("<=", "0.3"), (">", "0.3")]),
        ("urine_ph", [("<", "6"), (">=", "6")]),
        ("tumor_regression", [("<", "75"), (">=", "75")]),
        ("labeling_index", [("<", "0.4"), (">=", "0.4")]),
        ("platelets", [("<=", "100"), (">", "100")]),
        ("m_protein", [("<=", "7.0"), (">", "7.0")]),
        ("longest_node", [("<=", "6"), (">", "6")]),
        ("months_since_therapy", [("<", "24"), (">=", "24")]),
        ("creatinine", [("<", "1.2"), (">=", "1.2")]),
        ("age", [("<", "60"), (">=", "80")]),
        ("egfr", [(">=", "60"), ("<", "60"), ("<", "30")]),
        ("hemoglobin", [("<", "11"), (">=", "12")]),
        ("igm", [("<=", "7"), (">", "7")]),
        ("prior_therapies", [("=", "0"), (">=", "1")]),
    ],
)
def test_a_quick_reply_with_a_limit_decides(asks: Asked, replies: list[tuple[str, str]]) -> None:
    """The limits are those of the evidence file, sections 2.1 to 2.24, each on its side."""
    options = library.questions[asks].options
    observed = [(read(option)[0].comparator, str(read(option)[0].value)) for option in options]
    assert observed == replies


def test_every_condition_offered_reads_as_present() -> None:
    """The quick replies to the question for the condition name conditions."""
    for option in library.questions["condition"].options:
        [observation] = read(option)
        assert (observation.code in PRESENCES, observation.value) == (True, "present")


def test_whatever_a_rule_may_miss_can_be_asked_for() -> None:
    """Each input of each rule has its question, and so has what is asked beside inputs."""
    asked = {code for rule in library.rules.values() for code in (*rule.inputs, *rule.requires)}
    beside = {"condition", "patient", "specimen", "unit", "index"}
    assert asked | beside <= library.questions.keys()


def test_every_question_offers_replies_but_for_the_unit_and_the_weight() -> None:
    """The unit's come with the value; no rule compares the weight, so none would be true."""
    without = {question.asks for question in library.questions.values() if not question.options}
    assert without == {"unit", "weight"}
