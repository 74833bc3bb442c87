"""The typed codes and the contract's published list say the same, both ways."""

from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from b2m_core.contract import codes

LIST: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[2] / "docs/contract/codes.yml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize(
    ("section", "typed"),
    [
        ("quantities", codes.QuantityCode),
        ("coded", codes.CodedCode),
        ("findings_present_or_absent", codes.PresenceCode),
        ("rules", codes.RuleCode),
        ("cautions", codes.CautionCode),
        ("next_steps", codes.NextStepCode),
        ("topics", codes.TopicCode),
    ],
)
def test_every_code_is_in_both_and_in_the_same_order(section: str, typed: Any) -> None:
    assert get_args(typed) == tuple(LIST[section])


def test_canonical_units_agree() -> None:
    listed = {code: entry["unit"] for code, entry in LIST["quantities"].items()}
    assert listed == codes.CANONICAL_UNITS


def test_loinc_codes_agree() -> None:
    listed = {
        code: entry["loinc"] for code, entry in LIST["quantities"].items() if "loinc" in entry
    }
    assert listed == codes.LOINC


def test_words_of_coded_observations_agree() -> None:
    assert {code: tuple(words) for code, words in LIST["coded"].items()} == codes.CODED_VALUES


def test_outcomes_of_rules_agree() -> None:
    listed = {
        code: tuple(outcomes)
        for code, outcomes in LIST["rules"].items()
        if isinstance(outcomes, list)
    }
    assert listed == codes.RULE_OUTCOMES


def test_units_of_formulas_agree() -> None:
    listed = {code: unit for code, unit in LIST["rules"].items() if isinstance(unit, str)}
    assert listed == codes.FORMULA_UNITS


def test_the_version_is_the_one_this_project_speaks() -> None:
    assert LIST["version"] == 1
