"""The pages of docs/knowledge say what the knowledge files say, and leave nothing out."""

import re
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from b2m_core.contract.codes import (
    QUANTITIES,
    CautionCode,
    NextStepCode,
    QuantityCode,
    RuleCode,
    TopicCode,
)
from b2m_core.knowledge.library import load_library
from b2m_core.knowledge.schema.conditions import Condition
from scripts.pages.__main__ import FOLDER, pages
from scripts.pages.statements import TESTS, statements
from scripts.pages.words import Words
from tests.written import read_cases

PROJECT = Path(__file__).parents[2]
WORDINGS = ("clinician", "care_team", "plain")


@cache
def made() -> dict[str, str]:
    return pages(load_library())


def test_the_committed_pages_are_those_that_the_knowledge_makes() -> None:
    there = {
        path.relative_to(FOLDER).as_posix(): path.read_text(encoding="utf-8")
        for path in FOLDER.rglob("*.md")
    }
    assert there == made()


def test_every_rule_and_every_topic_has_a_page_that_the_index_lists() -> None:
    wanted = {f"rules/{code}.md" for code in get_args(RuleCode)}
    wanted |= {f"topics/{code}.md" for code in get_args(TopicCode)}
    assert wanted <= made().keys()
    assert {page for page in wanted if f"({page})" not in made()["README.md"]} == set()


@pytest.mark.parametrize("code", get_args(RuleCode))
def test_a_rule_s_page_says_all_that_the_rule_says(code: RuleCode) -> None:
    library = load_library()
    rule, page = library.rules[code], made()[f"rules/{code}.md"]
    assert [c.as_printed for c in rule.criteria.values() if c.as_printed not in page] == []
    said = [outcome.statement for outcome in rule.outcomes.values()]
    said += [raised.statement for raised in rule.raises]
    said += [reason.statement for reason in rule.not_applicable]
    texts = [getattr(statement, wording) for statement in said for wording in WORDINGS]
    assert [text for text in texts if text not in page] == []
    figures = [f for outcome in rule.outcomes.values() for f in outcome.figures]
    assert [f for f in figures if f"{f.what} {f.value} ({f.era})" not in page] == []
    assert [text for text in (rule.notes, rule.differs) if text and text not in page] == []
    cited = {name for outcome in rule.outcomes.values() for name in outcome.citations}
    titles = [library.references[name].title.rstrip(".") for name in cited]
    assert [title for title in titles if title not in page] == []


@pytest.mark.parametrize("code", get_args(RuleCode))
def test_a_rule_s_page_lists_each_of_its_cases(code: RuleCode) -> None:
    cases = read_cases(PROJECT / "tests" / "reasoning" / "cases" / f"{code}.yml")
    page = made()[f"rules/{code}.md"]
    listed = page.split("## Boundary cases\n")[1].split("\n## ")[0]
    assert len(re.findall(r"^\| ", listed, re.MULTILINE)) == len(cases) + 2  # heads and their line


@pytest.mark.parametrize("code", get_args(TopicCode))
def test_a_topic_s_page_has_every_paragraph_in_three_wordings(code: TopicCode) -> None:
    page = made()[f"topics/{code}.md"]
    texts = [
        getattr(paragraph.statement, wording)
        for paragraph in load_library().topics[code].paragraphs
        for wording in WORDINGS
    ]
    assert [text for text in texts if text not in page] == []


@pytest.mark.parametrize("code", QUANTITIES)
def test_the_page_of_quantities_has_every_unit_with_its_factor(code: QuantityCode) -> None:
    quantity = load_library().quantities[code]
    labels = load_library().labels("clinician")
    block = made()["quantities.md"].split(f'<a id="{code}"></a>')[1].split("\n## ")[0]
    for units in (quantity.units, *(form.units for form in quantity.forms)):
        for unit, factor in units.items():
            written = labels.units.get(unit, unit) or "a number without a unit"
            how = f"÷ {factor.divided_by}" if factor.divided_by else f"× {factor.times}"
            assert f"| {written} | {'as it is' if factor.times == 1 else how} |" in block
    assert block.count("taken for") == 1 + len(quantity.forms)
    assert (quantity.usual_range or "") in block
    assert (quantity.notes or "") in block


def test_every_statement_has_a_row_with_items_and_tests() -> None:
    rows = re.findall(r"^\| <a id=.*\| (.*) \| (.*) \| (.*) \|$", made()["statements.md"], re.M)
    listed = statements(PROJECT)
    assert len(listed) == len(rows) == 111
    for statement, (says, items, tests) in zip(listed, rows, strict=True):
        assert says == statement.says
        assert len(items.split("<br>")) == len(tests.split("<br>")) == len(statement.places)


def test_the_tests_that_hold_the_statements_exist() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in PROJECT.glob("tests/*/test_*.py"))
    named = re.findall(r"`(test_\w+)`", " ".join(TESTS))
    assert [name for name in named if f"def {name}(" not in code] == []


def test_the_files_that_hold_a_caution_or_a_next_step_name_it() -> None:
    """Where the map leads for a caution or a next step, its code really stands."""
    places = {place for statement in statements(PROJECT) for place in statement.places}
    for kind, codes in (("cautions", CautionCode), ("next_steps", NextStepCode)):
        tests = (PROJECT / f"tests/knowledge/test_{kind}.py").read_text(encoding="utf-8")
        assert [code for code in places & {*get_args(codes)} if f'"{code}"' not in tests] == []


@pytest.mark.parametrize(
    ("rule", "condition", "words"),
    [
        ("iss", "b2m_below_3_5", "β2M < 3.5 mg/L"),
        (
            "renal_function",
            "in_kidney_failure",
            "dialysis or kidney failure (end-stage) or eGFR < 15 mL/min/1.73 m²",
        ),
        (
            "imwg_high_risk",
            "translocation_with_1q_or_1p",
            "(t(4;14) or t(14;16) or t(14;20)) and (gain of 1q or del(1p32))",
        ),
        # Without a number a normal level does not count: evidence 2.8.
        ("r_ipsswm", "ldh_counts", "(LDH is known or LDH level: elevated) and LDH ≥ 250 U/L"),
    ],
)
def test_a_condition_reads_as_a_clinician_would_say_it(
    rule: RuleCode, condition: Condition, words: str
) -> None:
    library = load_library()
    assert Words(library).condition(condition, library.rules[rule]) == words
