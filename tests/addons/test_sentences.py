"""What the classifier sees of a message: its sentences, and in each the words beside the values."""

from datetime import date

import pytest

from addons.sentences import Read, Sentence, pairs, sentences
from b2m_core.contract.codes import QUANTITIES
from b2m_core.knowledge.library import load_library
from b2m_core.reading.reader import Reader

READER = Reader(load_library())


def _sentences(text: str) -> list[Sentence]:
    reading = READER.read(text, date(2026, 11, 22))
    read = [Read(one.start, one.end, one.observation.code in QUANTITIES) for one in reading.spotted]
    return sentences(text, READER.words(text), read)


def test_a_thing_that_is_named_is_its_code_and_a_number_is_any_number() -> None:
    assert _sentences("Is Beta-2 microglobulin over 4?") == [
        Sentence(
            words="is b2m_serum over 0",
            letters="is beta-2 microglobulin over 4",
            named=("b2m_serum", "b2m_urine"),
            states=False,
            has_value=False,
        )
    ]


@pytest.mark.parametrize("text", ["β2M 6.1 mg/L", "creatinine 2.4 mg/dL, β2M 6.1 mg/L."])
def test_of_values_no_word_is_left(text: str) -> None:
    assert _sentences(text) == [
        Sentence(words="", letters="", named=(), states=True, has_value=True)
    ]


def test_values_are_no_part_of_what_is_asked() -> None:
    (alone,) = _sentences("can I start dara?")
    (beside,) = _sentences("β2M 6.1 mg/L, can I start dara?")
    assert (beside.words, beside.letters, beside.named) == (
        alone.words,
        alone.letters,
        alone.named,
    )
    assert (alone.has_value, beside.has_value) == (False, True)


def test_a_condition_that_was_read_stays_a_word() -> None:
    (said,) = _sentences("known lupus")
    assert (said.words, said.states, said.has_value) == ("known sle", True, False)


def test_the_whole_message_comes_first_then_each_sentence_that_says_more_than_values() -> None:
    said = _sentences("Good morning. β2M 6.1 mg/L.\nWhat is the ISS? Thanks!")
    assert [one.words for one in said] == [
        "good morning what is the iss thanks",
        "good morning",
        "what is the iss",
        "thanks",
    ]


def test_one_sentence_beside_values_is_seen_with_and_without_them() -> None:
    said = _sentences("β2M 6.1 mg/L. Is he septic?")
    assert [(one.words, one.has_value) for one in said] == [
        ("is he septic", True),
        ("is he septic", False),
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("β2M 31, should that worry me about CLL?", ["should that worry me about cll"]),
        (
            "on dialysis, β2M 31, does lymphoma raise it too?",
            ["on dialysis", "does lymphoma raise it too"],
        ),
        ("on dialysis, β2M 31, is that bad?", []),  # short: it leans on what stands before
        ("on dialysis, does lymphoma raise it too?", []),  # no value
    ],
)
def test_a_question_behind_values_is_a_sentence_of_its_own(text: str, parts: list[str]) -> None:
    assert [one.words for one in _sentences(text)][1:] == parts


@pytest.mark.parametrize("text", ["", " ", "...", "?!", "\n\n", "😀"])
def test_a_text_without_words_is_one_empty_sentence(text: str) -> None:
    (said,) = _sentences(text)
    assert said.words == ""


def _pairs(text: str) -> list[tuple[str, str, bool]]:
    return [
        (pair.parts[0].words, pair.parts[1].words, pair.asked)
        for pair in pairs(text, READER.words(text), [])
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("What is the ISS?", []),
        (
            "What is the ISS and does a kidney matter?",
            [("what is the iss", "does a kidney matter", True)],
        ),
        ("normal range and causes", [("normal range", "causes", False)]),
        ("What is it? And how is it made?", [("what is it", "and how is it made", True)]),
        ("It is raised. How is it made?", []),
        ("It is raised, how is it made?", []),
        ("compared with the other", []),
    ],
)
def test_a_text_may_be_two_questions_at_an_and_or_between_two_that_ask(
    text: str, found: list[tuple[str, str, bool]]
) -> None:
    assert _pairs(text) == found
