"""What a message that is nothing but an answer says, once it is known what was asked."""

from decimal import Decimal

import pytest

from b2m_core.contract.codes import ObservationCode
from b2m_core.reading.answers import answer_in, answer_to, in_unit
from b2m_core.reading.models import Reading, Spotted, Unplaced
from b2m_core.reading.reader import Reader
from tests.reading.conftest import TODAY


def _answer(reader: Reader, asked: ObservationCode, text: str) -> Spotted | Unplaced | None:
    said = answer_in(reader.read(text, TODAY))
    return answer_to(asked, said, reader.library) if said is not None else None


@pytest.mark.parametrize(
    ("asked", "text", "value", "comparator", "assumed"),
    [
        ("albumin", "3.6", Decimal("3.6"), "=", ("unit",)),
        ("albumin", "36 g/L", Decimal("3.60"), "=", ()),
        ("albumin", "3,6 g/dl", Decimal("3.6"), "=", ()),
        ("albumin", "< 3.5", Decimal("3.5"), "<", ("unit",)),
        ("age", "about 70", Decimal(70), "~", ()),
        ("ldh_uln", "240", Decimal(240), "=", ("unit",)),
        ("ckd", "yes", "present", "=", ()),
        ("ckd", "No.", "absent", "=", ()),
        ("rai_stage", "II", "II", "=", ()),
        ("binet_stage", "B", "B", "=", ()),
        ("ldh_level", "normal", "normal", "=", ()),
        ("ighv", "mutated", "mutated", "=", ()),
    ],
)
def test_an_answer_is_an_observation_of_what_was_asked(
    reader: Reader,
    asked: ObservationCode,
    text: str,
    value: Decimal | str,
    comparator: str,
    assumed: tuple[str, ...],
) -> None:
    """Units and bare numbers as the evidence file, section 6, reads them."""
    found = _answer(reader, asked, text)
    assert isinstance(found, Spotted)
    seen = found.observation
    assert (seen.code, seen.value, seen.comparator, seen.assumed) == (
        asked,
        value,
        comparator,
        assumed,
    )
    assert text[found.start : found.end] == seen.as_written


@pytest.mark.parametrize(
    ("asked", "text", "why"),
    [
        ("albumin", "8", "unit_unclear"),
        ("albumin", "99", "implausible_value"),
        ("albumin", "3.6 U/L", "unknown_unit"),
        ("height", "70", "unit_unclear"),
    ],
)
def test_a_number_that_cannot_be_meant_comes_back_with_its_reason(
    reader: Reader, asked: ObservationCode, text: str, why: str
) -> None:
    """The ask-zones of the evidence file, section 6."""
    found = _answer(reader, asked, text)
    assert isinstance(found, Unplaced)
    assert (found.code, found.why, found.as_written) == (asked, why, text)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("albumin", "yes"),
        ("ckd", "3.6"),
        ("ckd", "not sure"),
        ("ckd", "II"),
        ("rai_stage", "B"),
        ("rai_stage", "yes"),
    ],
)
def test_what_does_not_answer_the_question_is_no_observation(
    reader: Reader, asked: ObservationCode, text: str
) -> None:
    assert _answer(reader, asked, text) is None


@pytest.mark.parametrize(
    "text",
    ["3.6 and 2.4", "no CKD", "β2M 6.1", "what is β2M?", "ignore the LDH", "yes, albumin 3.6", ""],
)
def test_a_message_that_says_more_or_less_is_no_answer(reader: Reader, text: str) -> None:
    assert answer_in(reader.read(text, TODAY)) is None


@pytest.mark.parametrize(
    ("before", "text", "value"),
    [
        ("β2M 250", "nmol/L", Decimal("2.95")),  # evidence file, section 6: × 0.0118
        ("β2M < 250", "the unit was nmol/L", Decimal("2.95")),
        ("urea 10", "it's in mmol/L", Decimal(28)),  # × 2.801, no decimals
        ("albumin 3.6", "albumin is in g/dL", Decimal("3.6")),
    ],
)
def test_a_unit_completes_the_value_before_it(
    reader: Reader, before: str, text: str, value: Decimal
) -> None:
    earlier = reader.read(before, TODAY)
    said = reader.read(text, TODAY)
    assert said.alone is not None
    assert said.unplaced == ()
    found = in_unit((*earlier.spotted, *earlier.unplaced)[0], said.alone, reader.library)
    assert isinstance(found, Spotted)
    assert (found.observation.value, found.observation.as_written) == (value, before)
    assert found.observation.comparator == ("<" if "<" in before else "=")
    assert found.observation.assumed == ()


def test_a_unit_in_which_the_value_is_implausible_is_no_correction(reader: Reader) -> None:
    """6.1 µg/L is 0.0061 mg/L; the least that is plausible is 0.3 mg/L."""
    earlier = reader.read("β2M 6.1", TODAY).spotted[0]
    said = reader.read("the unit was µg/L", TODAY).alone
    assert said is not None
    found = in_unit(earlier, said, reader.library)
    assert isinstance(found, Unplaced)
    assert (found.code, found.why) == ("b2m_serum", "implausible_value")


def test_a_unit_of_another_quantity_is_not_taken(reader: Reader) -> None:
    earlier = reader.read("β2M 250", TODAY).unplaced[0]
    said = reader.read("creatinine is in µmol/L", TODAY).alone
    assert said is not None
    assert in_unit(earlier, said, reader.library) is None


@pytest.mark.parametrize("text", ["yes", "II", "serum", "µg/L", "3.6 g/dL", "creatinine in g/L"])
def test_an_answer_survives_the_way_through_json(reader: Reader, text: str) -> None:
    reading = reader.read(text, TODAY)
    assert Reading.model_validate_json(reading.model_dump_json()) == reading
