"""Where each statement of the two source articles went, and which test holds it there."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from b2m_core.knowledge.library import Library
from scripts.pages.markdown import bullets, made_by, page, table

LISTED: Final = "tests/knowledge/seed_statements.csv"
TO_TESTS: Final = "../../tests"
TESTS: Final = (
    "**cases**: `test_the_rule_gives_what_its_source_says` plays every case of the rule, and "
    "`test_every_number_of_a_rule_is_held_by_a_case` changes each number in turn",
    "**paragraph**: `test_a_topic_named_as_place_has_a_paragraph_that_covers_the_statement`",
    "**caution**: `test_a_caution_fires_exactly_where_it_should`",
    "**next step**: `test_a_step_is_named_exactly_where_it_should`",
    "**field**: `test_a_field_named_as_place_is_a_field_of_the_answer`",
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of a source article, in our words, and the places that it has."""

    id: str
    says: str
    places: tuple[str, ...]


def statements(project: Path) -> tuple[Statement, ...]:
    """Every statement, in the order of the list."""
    with (project / LISTED).open(encoding="utf-8", newline="") as file:
        return tuple(
            Statement(row["id"], row["statement"], tuple(row["topic_or_rule"].split(";")))
            for row in csv.DictReader(file)
        )


def statements_page(listed: tuple[Statement, ...], library: Library) -> str:
    """The map: a row for each statement with all its places and their tests."""
    rows = (
        [
            f'<a id="{statement.id.lower()}"></a>{statement.id}',
            statement.says,
            "<br>".join(_place(place, library) for place in statement.places),
            "<br>".join(_test(statement.id, place, library) for place in statement.places),
        ]
        for statement in listed
    )
    return page(
        "# Statements of the source articles",
        made_by(f"{LISTED} and the knowledge files"),
        "Every statement of the two source articles (A and B), in our own words, with the items "
        "that say it and the tests that hold them. Where an item says something else than the "
        "article, its page says why.",
        bullets(TESTS),
        table(["id", "statement", "said by", "held by"], rows),
    )


def _place(place: str, library: Library) -> str:
    """A link to the item that a statement went to."""
    if place in library.rules:
        return f"rule [{place}](rules/{place}.md)"
    if place in library.topics:
        return f"topic [{place}](topics/{place}.md)"
    if place in library.cautions:
        return f"caution [{place}](cautions.md#{place})"
    if place in library.next_steps:
        return f"next step [{place}](next_steps.md#{place})"
    return f"field [{place}](../contract/README.md)"


def _test(seed: str, place: str, library: Library) -> str:
    """A link to the test that holds a statement at a place."""
    if place in library.rules:
        return f"[cases]({TO_TESTS}/reasoning/cases/{place}.yml)"
    if place in library.topics:
        return f"[paragraph]({TO_TESTS}/knowledge/test_seed_statements.py) `{seed}-{place}`"
    if place in library.cautions:
        return f"[caution]({TO_TESTS}/knowledge/test_cautions.py) `{place}`"
    if place in library.next_steps:
        return f"[next step]({TO_TESTS}/knowledge/test_next_steps.py) `{place}`"
    return f"[field]({TO_TESTS}/knowledge/test_seed_statements.py) `{place}`"
