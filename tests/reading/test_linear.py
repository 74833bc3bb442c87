"""The work of reading grows as the text does. Calls are counted, no time is taken."""

import sys
from types import FrameType
from typing import Final

import pytest

from b2m_core.reading.reader import Reader
from tests.reading.conftest import TODAY

LENGTH: Final = 500
DENSE: Final = [
    "β2M 6.1 mg/L ", "β2M ", "6.1 ", "no ", "no CKD, ", "- ", "1-", "6.1,", "HIV and EBV ", "is ",
    "is β2M ", "( ", "(6.1 ", "β2M 6.1 ( ", "what if ", "sorry, ", "ignore that ", "72F ", "MM or ",
    "β2M 6.1, sorry, ", "creatinine 1.4 not 2.4 ", "-> 6.1 ", "6.1 to ", "del17p, ", "del17p-/",
    "12/03/2024 ", "2026-10-01: ", "March ", "3 weeks ago ", "two ", "ratio ", "LDH 2x ULN ",
    "normal ", "ref ", "high ", "H ", "x10^9/L ", "in ", "urine ", "serum: ", "\n", "β2M\t6.1\n",
    "β2M | 6.1 | ", "? ", "MM? ", "mother ", "Pt 1 ", "progressed from MGUS to ", "microgloblin ",
    ". ", "6. ", "a.b.", "until ", "Rai II, ", "t(4;14) ", "was 3.2 ", "6.1 (", "1 000 ",
]  # fmt: skip


def _calls(reader: Reader, text: str) -> int:
    """How many functions of ours are called to read a text."""
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        reader.read(text, TODAY)
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("dense", DENSE, ids=repr)
def test_each_further_part_of_a_text_is_the_same_work(dense: str, reader: Reader) -> None:
    """The densest texts there are: one thing over and over. A tenth more is for the edges."""
    text = dense * (LENGTH // len(dense))
    _calls(reader, text)  # what is kept for later texts is not counted
    once, twice, thrice = (_calls(reader, text * times) for times in (1, 2, 3))
    assert thrice - twice <= 1.1 * (twice - once)
