"""Personal data is found, never repeated, and never taken for a result; results are never taken
for it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2m_core.knowledge.library import load_library
from b2m_core.knowledge.yaml_files import read_yaml
from b2m_core.reading.reader import Reader
from tests.reading.conftest import TODAY
from tests.reading.corpus_scoring import CORPUS

HERE = Path(__file__).parent
MARKED = cast("list[dict[str, Any]]", read_yaml(HERE / "personal_data.yml", "personal_data.yml"))
HARMLESS = cast("list[str]", read_yaml(HERE / "no_personal_data.yml", "no_personal_data.yml"))


@pytest.mark.parametrize("case", MARKED, ids=lambda case: case["text"])
def test_personal_data_is_found_and_the_values_beside_it_are_read(
    case: Mapping[str, Any], reader: Reader
) -> None:
    text = case["text"]
    reading = reader.read(text, TODAY)
    found = [f"{piece.kind} = {text[piece.start : piece.end]}" for piece in reading.personal]
    read = [f"{one.code} = {one.value}" for one in reading.observations]
    assert (found, read) == (case["personal"], case["read"])


@pytest.mark.parametrize("text", HARMLESS)
def test_a_result_is_no_personal_data(text: str, reader: Reader) -> None:
    assert reader.read(text, TODAY).personal == ()


def _corpus() -> list[str]:
    """The marked sentences of the corpus that may be looked at, without those about persons."""
    paths = sorted(CORPUS.glob("*.yml"))
    contents = (read_yaml(path, path.name) for path in paths)
    lines = [one for content in contents if isinstance(content, list) for one in content]
    return [one["text"] for one in lines if isinstance(one, dict) and "text" in one]


ABOUT_PERSONS = {"birth_date", "name"}


def test_in_the_corpus_of_the_reader_no_value_is_taken_for_personal_data(reader: Reader) -> None:
    """It was written to test reading; only its identifiers are found."""
    texts = _corpus()
    assert len(texts) > 500
    found = {
        text[piece.start : piece.end]
        for text in texts
        for piece in reader.read(text, TODAY).personal
        if piece.kind not in ABOUT_PERSONS
    }
    assert found == {
        "030 123456",
        "24-0061",
        "6100432",
        "4400217",
        "0151 555 0162",
        "555-0147",
        "4470213",
    }


AROUND = ("β2M", "6.1", "mg/L", ",", ";", "\n", "age", "72", "creatinine 2.4", "(", ")", "pending")


@given(
    case=st.sampled_from(MARKED),
    before=st.lists(st.sampled_from(AROUND), max_size=4),
    after=st.lists(st.sampled_from(AROUND), max_size=4),
)
def test_no_word_of_it_is_repeated(
    case: Mapping[str, Any], before: list[str], after: list[str], reader: Reader
) -> None:
    """Whatever stands around it: where it is found, its words are in nothing that is kept."""
    text = " ".join((*before, case["text"], *after))
    reading = reader.read(text, TODAY)
    kept = reading.model_dump_json()
    for piece in reading.personal:
        assert text[piece.start : piece.end] not in kept


def test_every_kind_is_marked() -> None:
    marked = {one.partition(" = ")[0] for case in MARKED for one in case["personal"]}
    assert marked == set(load_library().personal)
