"""Statements filled in for one case and one audience."""

import pytest

from b2m_core.answering.wording import Speaker
from b2m_core.contract.codes import Audience
from b2m_core.knowledge.library import load_library
from b2m_core.knowledge.schema.items import Wording

LIBRARY = load_library()
SPEAKER = Speaker(LIBRARY, "clinician")
THREE = Wording(clinician="for {whom}", care_team="with {whom}", plain="to {whom}")


@pytest.mark.parametrize(
    ("audience", "said"),
    [("clinician", "for {whom}"), ("care_team", "with {whom}"), ("plain", "to {whom}")],
)
def test_each_audience_hears_its_own_wording(audience: Audience, said: str) -> None:
    assert Speaker(LIBRARY, audience).say(THREE) == said
    assert Speaker(LIBRARY, audience).fill(THREE, {"whom": "you"}) == said.format(whom="you")


def test_a_word_that_looks_like_a_placeholder_is_left_alone() -> None:
    """Only what the statement names is filled; braces in a filled word stay as they are."""
    assert SPEAKER.fill(THREE, {"whom": "{whom}"}) == "for {whom}"


def test_a_placeholder_that_nobody_fills_is_an_error() -> None:
    with pytest.raises(KeyError, match="whom"):
        SPEAKER.fill(THREE, {"who": "you"})


@pytest.mark.parametrize(
    ("names", "either", "both"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a or b", "a and b"),
        (["a", "b", "c"], "a, b or c", "a, b and c"),
    ],
)
def test_things_are_listed_as_people_list_them(names: list[str], either: str, both: str) -> None:
    assert (SPEAKER.either(names), SPEAKER.both(names)) == (either, both)
