"""Conditions on the case are true, false, or null where the case leaves them open."""

import pytest

from b2m_core.case.intervals import of_observation
from b2m_core.case.known import known
from b2m_core.knowledge.library import load_library
from b2m_core.knowledge.schema.cautions import CautionItem
from b2m_core.knowledge.schema.conditions import Condition
from b2m_core.reasoning.conditions import judge
from b2m_core.reasoning.facts import Facts
from tests.written import case, observation

LIBRARY = load_library()
YES = {"code": "hiv", "says": ["present"]}
NO = {"code": "hiv", "says": ["absent"]}
OPEN = {"code": "albumin", "lt": 3.5, "unit": "g/dL"}


def _condition(written: object) -> Condition:
    item = CautionItem.model_validate(
        {
            "code": "non_specific",
            "label": "a made-up caution",
            "when": written,
            "statement": None,
            "citations": [],
            "review": {"status": "under_review"},
        }
    )
    assert item.when is not None
    return item.when


@pytest.mark.parametrize(
    ("written", "verdict"),
    [
        ({"all": [YES, YES]}, True),
        ({"all": [YES, OPEN]}, None),
        ({"all": [OPEN, NO]}, False),
        ({"any": [NO, NO]}, False),
        ({"any": [NO, OPEN]}, None),
        ({"any": [OPEN, YES]}, True),
        ({"none": [NO, NO]}, True),
        ({"none": [NO, OPEN]}, None),
        ({"none": [OPEN, YES]}, False),
        ({"count": [YES, OPEN, NO], "ge": 1}, True),
        ({"count": [YES, OPEN, NO], "ge": 2}, None),
        ({"count": [YES, OPEN, NO], "gt": 2}, False),
        ({"count": [YES, OPEN, NO], "le": 2}, True),
        ({"count": [YES, OPEN, NO], "lt": 2}, None),
        ({"code": "creatinine", "gt": 1.9, "le": 2.0, "unit": "mg/dL"}, True),
        ({"code": "creatinine", "gt": 2.0, "unit": "mg/dL"}, False),
        ({"code": "b2m_serum", "gt": 2.5, "unit": "mg/L"}, None),
        ({"code": "sjogren", "says": ["present"]}, False),
        ({"code": "sle", "says": ["present"]}, False),
        ({"code": "sle", "says": ["present", "suspected"]}, True),
        ({"code": "cmv", "says": ["present"]}, None),
        ({"code": "b2m_level", "says": ["elevated"]}, None),
        ({"code": "crp_level", "says": ["elevated"]}, True),
        ({"code": "ldh_level", "says": ["elevated"]}, None),
        ({"group": "autoimmune_disease", "says": ["suspected"]}, True),
        ({"group": "infection", "says": ["suspected"]}, False),
        ({"group": "infection", "says": ["absent"]}, None),
        ({"rule_number": "crcl_cockcroft_gault", "lt": 40, "unit": "mL/min"}, None),
        ({"rule": "iss", "says": ["III"]}, False),
        ({"caution": "renal_confounding"}, False),
    ],
)
def test_a_condition_is_judged_in_three_values(written: object, verdict: bool | None) -> None:
    """True, false and null as in the tables of Kleene."""
    given = {
        "hiv": "present",
        "sle": "suspected",
        "cmv": ["present", "absent"],
        "creatinine": 2.0,
        "b2m_serum": "~ 2.5",
        "crp": 11,
    }
    assert judge(_condition(written), Facts(LIBRARY, known(case(given), LIBRARY))) is verdict


def test_a_rule_may_name_a_trigger() -> None:
    """What cautions and steps share, rules may use as well."""
    facts = Facts(LIBRARY, known(case({"b2m_serum": 6.1}), LIBRARY))
    assert judge("b2m_in_case", facts, LIBRARY.rules["iss"]) is True
    assert judge("in_remission", facts, LIBRARY.rules["renal_function"]) is False


def test_a_word_has_no_interval() -> None:
    """A mistake of the program, named as such."""
    with pytest.raises(ValueError, match="present is no number"):
        of_observation(observation("ckd", "present"))
