"""Which words a misspelt one is taken for."""

import pytest

from addons.mending import Mending

COUNTS = {"range": 5, "ranges": 3, "high": 9, "what": 7, "dose": 4, "dosed": 1, "kidney": 2}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("rnage", "range"),  # swapped
        ("rage", "range"),  # left out
        ("rangge", "range"),  # added
        ("kidnay", "kidney"),  # changed
        ("waht hihg", "what high"),
        ("range high", "range high"),
        ("dosed", "dosed"),  # known, though rare
        ("kdiney", "kidney"),
        ("kdinye", "kdinye"),  # two slips
        ("hig", "hig"),  # too short
        ("hi9h", "hi9h"),  # no word
        ("zebra", "zebra"),
        ("", ""),
    ],
)
def test_a_word_one_slip_from_a_known_one_is_that_one(written: str, meant: str) -> None:
    assert Mending(COUNTS).mended(written) == meant


def test_the_same_length_goes_before_the_more_frequent_and_that_before_the_alphabet() -> None:
    assert Mending({"cart": 2, "card": 3, "carbs": 9}).mended("carb") == "card"
    assert Mending({"cart": 2, "card": 2}).mended("carb") == "card"


def test_a_word_that_stands_once_is_nothing_that_others_are_taken_for() -> None:
    assert Mending({"dosed": 1}).mended("dossed") == "dossed"
