"""The reader as a component of Rasa's pipeline."""

import logging
from datetime import date

import pytest
from rasa.shared.nlu.training_data.message import Message

from addons.lab_reader import LabReader, day
from b2m_cli.read import Core
from b2m_core.knowledge.library import load_library
from b2m_core.reading.models import Reading
from b2m_core.reading.reader import Reader
from tests.reading.corpus_scoring import corpus

TEXT = "b2m 6.1 mg/L, 17. R2-ISS?"


@pytest.fixture
def reader() -> LabReader:
    return LabReader(Reader(load_library()))


def test_the_whole_reading_and_the_day_travel_with_the_message(
    reader: LabReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("B2M_TODAY", "2026-11-22")
    (message,) = reader.process([Message({"text": TEXT})])
    carried = message.as_dict(only_output_properties=True)
    assert carried["today"] == "2026-11-22"
    read = Reader(load_library()).read(TEXT, date(2026, 11, 22))
    assert [one.observation.code for one in read.spotted] == ["b2m_serum"]
    assert Reading.model_validate(carried["reading"]) == read


def test_what_was_read_left_or_named_is_marked_as_an_entity(reader: LabReader) -> None:
    (message,) = reader.process([Message({"text": TEXT})])
    assert message.get("entities") == [
        {
            "entity": entity,
            "value": value,
            "start": start,
            "end": end,
            "extractor": "LabReader",
        }
        for entity, value, start, end in (
            ("observation", "b2m_serum", 0, 12),
            ("unplaced", "unclear_which", 14, 16),
            ("rule", "r2_iss", 18, 24),
        )
    ]


def test_the_component_and_the_command_line_agree_on_the_whole_corpus(reader: LabReader) -> None:
    """What travels through Rasa is what ``b2m read`` prints."""
    core = Core(day())
    texts = [sentence.text for sentence in corpus()]
    for text, message in zip(
        texts, reader.process([Message({"text": text}) for text in texts]), strict=True
    ):
        carried = Reading.model_validate(message.get("reading"))
        assert carried == core.reading(text)


def test_entities_of_other_components_are_kept(reader: LabReader) -> None:
    (message,) = reader.process([Message({"text": "hello", "entities": [{"entity": "other"}]})])
    assert message.get("entities") == [{"entity": "other"}]


def test_the_day_is_fixed_by_the_environment_and_else_today(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("B2M_TODAY", "2026-11-22")
    assert day() == date(2026, 11, 22)
    monkeypatch.delenv("B2M_TODAY")
    before = date.today()
    assert before <= day() <= date.today()


def test_a_day_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("B2M_TODAY", "22.11.2026")
    with pytest.raises(ValueError, match="B2M_TODAY"):
        day()


def test_neither_text_nor_values_are_logged(
    reader: LabReader, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        reader.process([Message({"text": TEXT})])
    assert caplog.text == ""
