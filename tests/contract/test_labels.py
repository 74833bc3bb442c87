"""Observations and outcomes are called what the labels say."""

from decimal import Decimal

import pytest

from b2m_core.contract.labels import Labels, number
from b2m_core.contract.models import Observation

LABELS = Labels.model_validate(
    {
        "observations": {"b2m_serum": "β2M", "age": "age", "dialysis": "dialysis", "sex": "sex"},
        "words": {"sex": {"female": "woman"}},
        "presences": {"present": "{label}", "absent": "no {label}", "suspected": "{label}?"},
        "rules": {},
        "outcomes": {"iss": {"III": "stage III"}},
        "formula_units": {"egfr_ckd_epi_2021": "mL/min/{1.73_m2}"},
        "cautions": {},
        "next_steps": {},
        "topics": {},
        "units": {"a": "years", "1": "", "mL/min/{1.73_m2}": "mL/min/1.73 m²"},
        "comparators": {"=": "", "<": "below ", "~": "about "},
        "assumed": {},
        "headings": {},
        "review_status": {},
        "conditional": "",
        "buttons": {},
    }
)


@pytest.mark.parametrize(
    ("value", "written"),
    [("6.10", "6.1"), ("10750", "10750"), ("0", "0"), ("1E+2", "100"), ("0.05", "0.05")],
)
def test_a_number_has_no_exponent_and_no_trailing_zeros(value: str, written: str) -> None:
    assert number(Decimal(value)) == written


@pytest.mark.parametrize(
    ("observation", "written"),
    [
        ({"code": "b2m_serum", "value": 6.1, "unit": "mg/L"}, "β2M 6.1 mg/L"),
        ({"code": "b2m_serum", "value": 5, "unit": "mg/L", "comparator": "<"}, "β2M below 5 mg/L"),
        ({"code": "age", "value": 72, "unit": "a", "comparator": "~"}, "age about 72 years"),
        ({"code": "flc_ratio", "value": 1.4, "unit": "1"}, "flc_ratio 1.4"),
        ({"code": "egfr", "value": 44, "unit": "mL/min/{1.73_m2}"}, "egfr 44 mL/min/1.73 m²"),
        ({"code": "sex", "value": "female", "unit": None}, "sex: woman"),
        ({"code": "dialysis", "value": "absent", "unit": None}, "no dialysis"),
        ({"code": "dialysis", "value": "suspected", "unit": None}, "dialysis?"),
    ],
)
def test_an_observation_is_written_with_its_name(
    observation: dict[str, object], written: str
) -> None:
    assert LABELS.named(Observation.model_validate(observation)) == written


def test_an_outcome_is_called_by_its_label_and_a_number_has_its_unit() -> None:
    assert LABELS.outcome("iss", "III") == "stage III"
    assert LABELS.outcome("egfr_ckd_epi_2021", Decimal(21)) == "21 mL/min/1.73 m²"
