"""The corpus: marked sentences over all codes and phenomena, written without the reader.

A wrong value is an observation that the sentence does not mark. None is allowed, except in
sentences of ``corpus/known_defects.yml``, and that list may only shrink:
``python -m tests.reading.test_corpus`` drops from it what was mended. The share of right sentences
is printed (``pytest -rP``) and kept in ``benchmarks/READING.md``. ``corpus/opened_check.yml`` and
``corpus/independent.yml`` were held back at first; the page says how they did then.
"""

import json
from typing import Final

import pytest

from b2m_core.contract.codes import CODED, PRESENCES, QUANTITIES
from b2m_core.knowledge.library import load_library
from b2m_core.knowledge.yaml_files import read_yaml
from b2m_core.reading.reader import Reader
from tests.reading.conftest import TODAY
from tests.reading.corpus_scoring import (
    KNOWN_DEFECTS,
    Score,
    corpus,
    quality,
    scored,
)

CORPUS: Final = corpus()


def _known_defects() -> dict[str, str]:
    data = read_yaml(KNOWN_DEFECTS, KNOWN_DEFECTS.name) or []
    assert isinstance(data, list)
    return {item["text"]: item["why"] for item in data}


@pytest.fixture(scope="module")
def scores(reader: Reader) -> list[Score]:
    return [scored(sentence, reader.read(sentence.text, TODAY)) for sentence in CORPUS]


def test_no_wrong_value_is_read_but_the_known_defects(scores: list[Score]) -> None:
    """A value left unread is a miss; a wrong one can hurt somebody."""
    known = _known_defects()
    wrong = {
        score.sentence.text: [str(seen) for seen in score.wrong]
        for score in scores
        if score.wrong and score.sentence.text not in known
    }
    assert wrong == {}


def test_every_known_defect_still_is_one(scores: list[Score]) -> None:
    """What was mended leaves the list."""
    still = {score.sentence.text for score in scores if score.wrong}
    assert [text for text in _known_defects() if text not in still] == []


def test_every_known_defect_gives_its_reason() -> None:
    assert [text for text, why in _known_defects().items() if not why.strip()] == []


def test_the_share_of_right_sentences_is_printed(scores: list[Score]) -> None:
    """No share is demanded here: the goal and the figures stand in benchmarks/READING.md."""
    found = quality(scores)
    print(
        f"{found.right} of {found.sentences} sentences right ({found.share_right:.1%}), "
        f"{found.wrong_values} wrong values, {found.misses} misses, "
        f"{found.reported:.1%} of what is left is reported"
    )
    assert found.sentences == len(CORPUS)


def test_the_corpus_is_large_enough_and_a_third_of_it_is_refused() -> None:
    """Refused is a sentence of which nothing, or not all, is to be read."""
    refused = [sentence for sentence in CORPUS if not sentence.read or sentence.left]
    assert len(CORPUS) >= 600
    assert len(refused) * 3 >= len(CORPUS)


def test_no_sentence_stands_twice() -> None:
    texts = [sentence.text for sentence in CORPUS]
    assert len(set(texts)) == len(texts)


def test_every_code_is_in_the_corpus() -> None:
    codes = {expected.seen.code for sentence in CORPUS for expected in sentence.read}
    assert codes == QUANTITIES | CODED | PRESENCES


def test_what_must_be_reported_stands_in_the_sentence() -> None:
    for sentence in CORPUS:
        assert [word for word in sentence.left if word not in sentence.text] == []


def _drop_mended_defects() -> None:
    reader = Reader(load_library())
    lines = KNOWN_DEFECTS.read_text(encoding="utf-8").splitlines(keepends=True)
    wrong = {
        sentence.text
        for sentence in CORPUS
        if scored(sentence, reader.read(sentence.text, TODAY)).wrong
    }
    mended = [text for text in _known_defects() if text not in wrong]
    begin = tuple(f"- {{text: {json.dumps(text, ensure_ascii=False)}," for text in mended)
    kept = [line for line in lines if not line.startswith(begin)]
    KNOWN_DEFECTS.write_text("".join(kept), encoding="utf-8")


if __name__ == "__main__":
    _drop_mended_defects()
