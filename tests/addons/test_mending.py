"""Which words a misspelt one is taken for."""

import pytest

from addons.mending import Mending

COUNTS = {
    "dialysis": 5,
    "dialyses": 3,
    "normal": 9,
    "result": 7,
    "dosing": 4,
    "dosings": 1,
    "blue": 8,
}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("dialyiss", "dialysis"),  # swapped
        ("dialsis", "dialysis"),  # left out
        ("normall", "normal"),  # added
        ("resalt", "result"),  # changed
        ("reslut noraml", "result normal"),
        ("result normal", "result normal"),
        ("dosings", "dosings"),  # known, though rare
        ("dialysys", "dialysis"),
        ("dailyssi", "dailyssi"),  # two slips
        ("bleu", "blue"),  # short, but only swapped
        ("bluh", "bluh"),  # too short
        ("leb", "leb"),
        ("norm4l", "norm4l"),  # no word
        ("zebras", "zebras"),
        ("", ""),
    ],
)
def test_a_word_one_slip_from_a_known_one_is_that_one(written: str, meant: str) -> None:
    assert Mending(COUNTS).mended(written) == meant


def test_the_same_length_goes_before_the_more_frequent_and_that_before_the_alphabet() -> None:
    assert Mending({"carted": 2, "carded": 3, "carbeds": 9}).mended("carbed") == "carded"
    assert Mending({"carted": 2, "carded": 2}).mended("carbed") == "carded"


def test_a_word_that_stands_once_is_nothing_that_others_are_taken_for() -> None:
    assert Mending({"dosings": 1}).mended("dossings") == "dossings"
