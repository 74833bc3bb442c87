"""What a message itself gives reason to say: personal data, and a language that is not answered."""

from datetime import date

import pytest

from b2m_core.answering.remarks import remarks
from b2m_core.answering.wording import Speaker
from b2m_core.knowledge.library import load_library
from b2m_core.reading.reader import Reader

LIBRARY = load_library()
READER = Reader(LIBRARY)
TODAY = date(2026, 11, 22)

LEAVE_OUT = (
    "Please leave out names, dates of birth, numbers and addresses of persons; the values are"
    " enough. I do not repeat them."
)
GERMAN = (
    "Ich antworte nur auf Englisch. I answer in English only. Values with their units are read in"
    " other languages too."
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("β2M 6.1 mg/L, creatinine 2.4", []),
        ("MRN 12345678, β2M 5 mg/L", [f"Your message seems to hold a record number. {LEAVE_OUT}"]),
        ("was bedeutet ein hoher β2M wert?", [GERMAN]),
        (
            "MRN 12345678, was bedeutet ein hoher β2M wert?",
            [f"Your message seems to hold a record number. {LEAVE_OUT}", GERMAN],
        ),
    ],
)
def test_a_message_is_remarked_on_where_it_gives_reason(text: str, said: list[str]) -> None:
    """Issue 5, where it says no: personal data is to be left out, questions are to be English."""
    reading = READER.read(text, TODAY)
    assert list(remarks(reading, LIBRARY, Speaker(LIBRARY, "clinician"))) == said
