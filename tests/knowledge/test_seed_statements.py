"""Every statement of the two source articles has a place.

``seed_statements.csv`` lists them, A01 to A70 and B01 to B41, each with its places: topics, rules,
cautions, next steps, or a field of the answer, separated by semicolons.
"""

import csv
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from b2m_core.contract.codes import CautionCode, NextStepCode, RuleCode, TopicCode
from b2m_core.contract.models import Answer
from b2m_core.knowledge.library import load_library

LISTED = Path(__file__).parent / "seed_statements.csv"
TOPICS = frozenset(get_args(TopicCode))
OTHER_CODES = frozenset(
    code for codes in (RuleCode, CautionCode, NextStepCode) for code in get_args(codes)
)


def seeds() -> dict[str, tuple[str, ...]]:
    """The places of every listed statement, by its id."""
    with LISTED.open(encoding="utf-8", newline="") as file:
        return {row["id"]: tuple(row["topic_or_rule"].split(";")) for row in csv.DictReader(file)}


def places() -> list[tuple[str, str]]:
    """Each statement with each of its places."""
    return [(seed, place) for seed, listed in seeds().items() for place in listed]


def of_the_answer(place: str) -> bool:
    return place.startswith("answer.")


def test_the_list_holds_all_statements_of_both_articles() -> None:
    article_a = [f"A{number:02}" for number in range(1, 71)]
    article_b = [f"B{number:02}" for number in range(1, 42)]
    assert list(seeds()) == article_a + article_b


def test_every_place_is_a_code_of_the_contract_or_a_field_of_the_answer() -> None:
    unknown = {
        place
        for _, place in places()
        if place not in TOPICS | OTHER_CODES and not of_the_answer(place)
    }
    assert unknown == set()


@pytest.mark.parametrize(
    ("seed", "topic"), [(seed, place) for seed, place in places() if place in TOPICS]
)
def test_a_topic_named_as_place_has_a_paragraph_that_covers_the_statement(
    seed: str, topic: TopicCode
) -> None:
    covered = {code for part in load_library().topics[topic].paragraphs for code in part.covers}
    assert seed in covered


def test_every_rule_caution_and_next_step_named_as_place_is_in_the_knowledge() -> None:
    library = load_library()
    known = {*library.rules, *library.cautions, *library.next_steps}
    assert {place for _, place in places() if place in OTHER_CODES} - known == set()


@pytest.mark.parametrize("path", sorted({place for _, place in places() if of_the_answer(place)}))
def test_a_field_named_as_place_is_a_field_of_the_answer(path: str) -> None:
    model: type[BaseModel] = Answer
    for name in path.split(".")[1:]:
        assert name in model.model_fields
        inner = [
            part
            for part in get_args(model.model_fields[name].annotation)
            if isinstance(part, type) and issubclass(part, BaseModel)
        ]
        model = inner[0] if inner else model


def test_topics_cover_only_statements_that_are_listed() -> None:
    covered = {
        seed
        for topic in load_library().topics.values()
        for paragraph in topic.paragraphs
        for seed in paragraph.covers
    }
    assert covered - set(seeds()) == set()
