"""``missing`` names what can still change the outcome, and nothing else."""

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from b2m_core.case.case import Case
from b2m_core.contract.codes import CODED_VALUES, QUANTITIES, RuleCode
from b2m_core.contract.models import Observation
from b2m_core.reasoning.assess import assess
from b2m_core.reasoning.models import Conclusion
from tests.reasoning.test_possible import CLASSIFYING, LIBRARY, OPENS, statements
from tests.written import observations


def _looked_at_when_stated(rule: RuleCode) -> set[str]:
    """What a rule only looks at once somebody states it: it is never asked for."""
    own = LIBRARY.rules[rule]
    named = {code for one in own.conditions.values() for code in _known_in(one)}
    return {*own.absent_unless_mentioned, *named}


def _known_in(condition: Any) -> set[str]:
    parts = (part for key in ("all", "any", "none") for part in getattr(condition, key, ()))
    return {*getattr(condition, "known", ()), *(code for part in parts for code in _known_in(part))}


def _concluded(rule: RuleCode, stated: dict[str, list[Observation]]) -> Conclusion:
    made_for = LIBRARY.rules[rule].made_for.disease
    disease = [Observation(code=made_for, value="present", unit=None)] if made_for else []
    said = [one for several in stated.values() for one in several]
    case = Case().with_observations((*disease, *observations(OPENS.get(rule, {})), *said))
    found = assess(case, LIBRARY, asked_for=(rule,))
    assume(not found.known.implausible and not found.known.doubted)
    conclusion = found.by_rule.get(rule)
    assume(conclusion is not None and conclusion.status != "not_applicable")
    assert conclusion
    return conclusion


@pytest.mark.parametrize("rule", [code for code in CLASSIFYING if code != "b2m_trend"])
def test_a_word_that_is_not_missing_changes_nothing(rule: RuleCode) -> None:
    """Stating it, whatever it says, leaves the same possible outcomes; a missing one narrows."""

    apart = _looked_at_when_stated(rule)

    @settings(
        max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(statements(rule))
    def tried(stated: dict[str, list[Observation]]) -> None:
        before = _concluded(rule, stated)
        assert (len(before.possible) > 1) is bool(before.missing)
        assert len(before.missing) == len(before.narrows) == len(set(before.missing))
        assert list(before.narrows) == sorted(before.narrows, reverse=True)
        for code in LIBRARY.rules[rule].inputs:
            if code in QUANTITIES or code in LIBRARY.levels or code in stated or code in apart:
                continue
            after = [
                _concluded(rule, stated | {code: [Observation(code=code, value=word, unit=None)]})
                for word in CODED_VALUES.get(code, ("present", "absent"))
            ]
            removed = max(len(set(before.possible) - set(one.possible)) for one in after)
            expected: Any = dict(zip(before.missing, before.narrows, strict=True)).get(code, 0)
            assert removed == expected, code

    tried()
