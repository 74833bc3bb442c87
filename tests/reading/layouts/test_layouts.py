"""Tables and messages: what was put in is what is read, and broken pieces break nothing."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2m_core.knowledge.yaml_files import read_yaml
from b2m_core.reading.reader import Reader
from tests.reading.conftest import TODAY

CASES: Final = Path(__file__).parents[1] / "cases"

# Name, code, unit in which the value is kept as written, and plausible values (evidence file, 6).
ANALYTES: Final = (
    ("β2M", "b2m_serum", "mg/L", st.decimals(1, 99, places=1)),
    ("Albumin", "albumin", "g/dL", st.decimals(1, 6, places=1)),
    ("Creatinine", "creatinine", "mg/dL", st.decimals(1, 19, places=1)),
    ("LDH", "ldh", "U/L", st.decimals(50, 900, places=0)),
    ("Hb", "hemoglobin", "g/dL", st.decimals(3, 20, places=1)),
    ("Calcium", "calcium", "mg/dL", st.decimals(5, 19, places=1)),
)
SEPARATORS: Final = ("\t", " | ", "|", ";", "; ", ",", "   ")


@st.composite
def rows(draw: st.DrawFn) -> tuple[str, set[tuple[str, Decimal]]]:
    """A table with a row for each analyte, its columns in any order behind the analyte."""
    chosen = draw(st.lists(st.sampled_from(ANALYTES), min_size=1, unique_by=lambda one: one[1]))
    columns = draw(st.permutations(["Result", "Unit"]))
    separator = draw(st.sampled_from(SEPARATORS))
    lines = [separator.join(["Test", *columns])]
    expected = set()
    for name, code, unit, values in chosen:
        value = draw(values)
        cells = {"Result": str(value), "Unit": unit}
        lines.append(separator.join([name, *(cells[column] for column in columns)]))
        expected.add((code, value))
    return "\n".join(lines), expected


@st.composite
def flow_sheets(draw: st.DrawFn) -> tuple[str, set[tuple[str, Decimal, str]]]:
    """A table with a row for each day and a column for each analyte."""
    chosen = draw(st.lists(st.sampled_from(ANALYTES), min_size=1, unique_by=lambda one: one[1]))
    days = draw(st.lists(st.dates(date(1950, 1, 1), TODAY), min_size=1, max_size=4, unique=True))
    separator = draw(st.sampled_from(SEPARATORS[:-1]))
    lines = [separator.join(["Date", *(f"{name} ({unit})" for name, _, unit, _ in chosen)])]
    expected = set()
    for day in days:
        values = [draw(one[3]) for one in chosen]
        lines.append(separator.join([day.isoformat(), *map(str, values)]))
        expected |= {
            (one[1], value, day.isoformat()) for one, value in zip(chosen, values, strict=True)
        }
    return "\n".join(lines), expected


@given(rows())
def test_a_table_of_rows_reads_back(
    reader: Reader, made: tuple[str, set[tuple[str, Decimal]]]
) -> None:
    text, expected = made
    read = reader.read(text, TODAY)
    assert {(one.code, one.value) for one in read.observations} == expected
    assert read.unplaced == ()


@given(flow_sheets())
def test_a_flow_sheet_reads_back(
    reader: Reader, made: tuple[str, set[tuple[str, Decimal, str]]]
) -> None:
    text, expected = made
    read = reader.read(text, TODAY)
    seen = {(one.code, one.value, str(one.effective)) for one in read.observations}
    assert seen == expected
    assert read.unplaced == ()


@pytest.mark.parametrize("name", ["messages", "tables"])
def test_a_piece_that_breaks_off_is_read_as_far_as_it_goes(reader: Reader, name: str) -> None:
    """Every beginning of every case is read, and each place in it is true."""
    cases = read_yaml(CASES / f"{name}.yml", name)
    assert isinstance(cases, list)
    for case in cases:
        for end in range(len(case["text"])):
            text = case["text"][:end]
            reading = reader.read(text, TODAY)
            places = [(one.start, one.end, one.observation.as_written) for one in reading.spotted]
            places += [(one.start, one.end, one.as_written) for one in reading.unplaced]
            assert [text[start:end] for start, end, _ in places] == [said for *_, said in places]
