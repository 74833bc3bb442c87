"""What the rules say: sourced figures, and plain wording that is plain."""

import re
from collections.abc import Iterator
from typing import Final, get_args

import pytest
import textstat

from b2m_core.contract.codes import RULE_OUTCOMES, RuleCode
from b2m_core.knowledge.library import load_library
from b2m_core.knowledge.schema.items import Wording
from b2m_core.knowledge.schema.rules import Rule

CODES: Final[tuple[RuleCode, ...]] = get_args(RuleCode)

READABLE_AT_GRADE: Final = 7
"""The highest Automated Readability Index of a plain statement, as for the topics."""
LONGEST_SENTENCE: Final = 22
"""The most words that one sentence of a plain statement may have."""
PLACEHOLDERS: Final = re.compile(r"\{\w+\}")


def rule(code: RuleCode) -> Rule:
    """One rule of the knowledge that ships."""
    return load_library().rules[code]


def statements(one: Rule) -> Iterator[Wording]:
    """Everything that a finding of this rule, or a caution it raises, may say."""
    for outcome in one.outcomes.values():
        yield outcome.statement
    if one.formula:
        yield one.formula.statement
    if one.possible_statement:
        yield one.possible_statement
    yield from (item.statement for item in one.not_applicable)
    yield from (item.statement for item in one.raises)


def sentences(text: str) -> list[str]:
    """The sentences of a statement. A decimal point ends none; a placeholder is one word."""
    text = PLACEHOLDERS.sub("it", re.sub(r"(?<=\d)\.(?=\d)", "", text))
    return [found for found in re.split(r"(?<=[.!?])\s+", text) if found]


@pytest.mark.parametrize("code", CODES)
def test_outcomes_stand_in_the_order_of_the_contract(code: RuleCode) -> None:
    """A formula has none, everything else exactly those of the contract."""
    assert tuple(rule(code).outcomes) == RULE_OUTCOMES.get(code, ())


@pytest.mark.parametrize("code", CODES)
def test_every_figure_says_its_source_among_the_citations(code: RuleCode) -> None:
    """A number without its source beside it cannot be checked by the reader."""
    uncited = [
        (name, figure.reference)
        for name, outcome in rule(code).outcomes.items()
        for figure in outcome.figures
        if figure.reference not in (*outcome.citations, *rule(code).citations)
    ]
    assert uncited == []


@pytest.mark.parametrize("code", CODES)
def test_a_plain_statement_is_easy_to_read(code: RuleCode) -> None:
    """Each statement stands alone in an answer, so each is measured alone."""
    hard = {
        said.plain: grade
        for said in statements(rule(code))
        if (grade := textstat.automated_readability_index(" ".join(sentences(said.plain))))
        > READABLE_AT_GRADE
    }
    assert hard == {}


@pytest.mark.parametrize("code", CODES)
def test_a_plain_statement_has_short_sentences(code: RuleCode) -> None:
    """A long sentence is two sentences."""
    long = [
        sentence
        for said in statements(rule(code))
        for sentence in sentences(said.plain)
        if len(sentence.split()) > LONGEST_SENTENCE
    ]
    assert long == []


@pytest.mark.parametrize("code", CODES)
def test_plain_wording_explains_its_abbreviations(code: RuleCode) -> None:
    """The plain title explains the score's name, or the statement does; β2M is the subject itself.

    Stages are numbered with Roman numerals, which need no explanation.
    """
    title = rule(code).title.plain
    unexplained = {
        short
        for said in statements(rule(code))
        for short in re.findall(r"\b[a-z]?[A-Z][A-Z0-9-]*[A-Z]\b|\beGFR\b", said.plain)
        if not re.fullmatch("[IVX]+", short)
        and not re.search(rf"\({short}\b|\b{short}\d* \(", f"{title} {said.plain}")
        and not re.search(rf"\b{short} (risk|score)", title)
        and not title.startswith(short)
    }
    assert unexplained == set()
