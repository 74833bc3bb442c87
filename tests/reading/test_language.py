"""Another language than English is told; English and what clinicians write short never is."""

from pathlib import Path
from typing import Any, cast

import pytest

from b2m_core.knowledge.library import load_library
from b2m_core.knowledge.yaml_files import read_yaml
from b2m_core.reading.reader import Reader
from tests.reading.conftest import TODAY
from tests.reading.corpus_scoring import CORPUS

PATH = Path(__file__).parent / "languages.yml"
MESSAGES = cast("list[dict[str, Any]]", read_yaml(PATH, PATH.name))


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message["text"])
def test_the_language_of_a_message(message: dict[str, Any], reader: Reader) -> None:
    assert reader.read(message["text"], TODAY).language == message["language"]


FOREIGN_IN_THE_CORPUS = {"β2M 6,1 mg/L el 5 de enero de 2026"}


def test_no_sentence_of_the_readers_corpus_is_called_foreign(reader: Reader) -> None:
    """But for the few that are."""
    paths = sorted(CORPUS.glob("*.yml"))
    contents = (read_yaml(path, path.name) for path in paths)
    lines = [one for content in contents if isinstance(content, list) for one in content]
    texts = [one["text"] for one in lines if isinstance(one, dict) and "text" in one]
    assert len(texts) > 500
    foreign = {text for text in texts if reader.read(text, TODAY).language}
    assert foreign <= FOREIGN_IN_THE_CORPUS


def test_every_language_but_english_says_that_answers_are_in_english() -> None:
    languages = load_library().languages
    assert {code for code, language in languages.items() if not language.says} == {"en"}


def test_every_language_is_known_by_words_or_by_its_script() -> None:
    for language in load_library().languages.values():
        assert bool(language.words) != bool(language.script)
        assert all(word == word.lower() for word in language.words)
