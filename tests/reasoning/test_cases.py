"""Every rule gives what the evidence file says, case by case."""

from pathlib import Path
from typing import Any, get_args

import pytest

from b2m_core.contract.codes import RuleCode
from b2m_core.knowledge.library import load_library
from b2m_core.reasoning.assess import assess
from b2m_core.reasoning.models import Conclusion
from tests.written import case, read_cases

CASES = Path(__file__).parent / "cases"
KEYS = {"given", "asked", "source"}
EXPECTED = ("outcome", "possible", "not_applicable", "left_out")
CHECKED = {"missing", "applies_if", "cautions", "no_cautions", "asks"}


def _all_cases() -> list[Any]:
    return [
        pytest.param(path.stem, written, id=f"{path.stem} {number}")
        for path in sorted(CASES.glob("*.yml"))
        for number, written in enumerate(read_cases(path), start=1)
    ]


def _said(conclusion: Conclusion | None) -> dict[str, object]:
    """A conclusion in the words of a case file."""
    if conclusion is None:
        return {"left_out": True}
    if conclusion.status == "not_applicable":
        return {"not_applicable": True}
    if conclusion.outcome is not None:
        return {"outcome": conclusion.outcome}
    return {"possible": list(conclusion.possible)}


@pytest.mark.parametrize(("rule", "written"), _all_cases())
def test_the_rule_gives_what_its_source_says(rule: RuleCode, written: dict[str, Any]) -> None:
    """The outcome, or exactly the possible ones, and what is missing where the case names it."""
    assert not written.keys() - KEYS - CHECKED - set(EXPECTED), "a key that no case has"
    assert written["source"]
    library = load_library()
    disease = library.rules[rule].made_for.disease
    given = dict(written["given"])
    if disease:
        given.setdefault(disease, "present")
    asked: tuple[RuleCode, ...] = (rule,) if written.get("asked") else ()
    assessment = assess(case(given), library, asked_for=asked)
    conclusion = assessment.by_rule.get(rule)
    expected = {key: written[key] for key in EXPECTED if key in written}
    assert len(expected) == 1, "exactly one expectation"
    assert _said(conclusion) == expected
    if "missing" in written:
        assert list(conclusion.missing if conclusion else ()) == written["missing"]
    if "applies_if" in written:
        assert (conclusion.applies_if if conclusion else None) == written["applies_if"]
    fired = {caution.code for caution in assessment.cautions}
    assert fired >= set(written.get("cautions", ()))
    assert not fired & set(written.get("no_cautions", ()))
    assert set(assessment.questions) >= set(written.get("asks", ()))


def test_each_rule_has_its_cases() -> None:
    """A rule without cases is a rule that nobody checked."""
    assert {path.stem for path in CASES.glob("*.yml")} == set(get_args(RuleCode))
