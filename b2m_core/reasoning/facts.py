"""What is known of a case, and what was concluded and computed from it so far."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from b2m_core.case.intervals import Interval
from b2m_core.case.known import Known, stated_level_bounds, whole_numbers
from b2m_core.contract.codes import CautionCode, ObservationCode, RuleCode
from b2m_core.knowledge.library import Library
from b2m_core.knowledge.schema.rules import Formula
from b2m_core.reasoning import formulas
from b2m_core.reasoning.models import Conclusion, Fired

DISEASES = "diseases"
"""The group of conditions of which naming one sets the rules for the others aside."""

_Computed: TypeAlias = tuple[RuleCode, formulas.Given | None]


@dataclass
class Facts:
    """What conditions are judged by: the case, and what was concluded from it so far."""

    library: Library
    known: Known
    conclusions: dict[RuleCode, Conclusion] = field(default_factory=dict)
    fired: dict[CautionCode, Fired] = field(default_factory=dict)
    _inputs: dict[RuleCode, formulas.Settings | None] = field(default_factory=dict)
    _numbers: dict[_Computed, tuple[Interval, ...]] = field(default_factory=dict)
    _rounded: dict[_Computed, tuple[Interval, ...]] = field(default_factory=dict)

    @cached_property
    def diseases(self) -> frozenset[ObservationCode]:
        """The conditions that a rule may be made for, and those grouped with them."""
        made_for = (rule.made_for.disease for rule in self.library.rules.values())
        grouped = self.library.groups.get(DISEASES, ())
        return frozenset((*(code for code in made_for if code), *grouped))

    @cached_property
    def whole_numbers(self) -> frozenset[ObservationCode]:
        """The quantities that only have whole numbers."""
        return whole_numbers(self.library)

    def values(self, code: ObservationCode) -> tuple[Interval, ...]:
        """The values a quantity may have, a stated level considered."""
        stated = self.known.values.get(code)
        return stated or stated_level_bounds(self.library, self.known, code)

    def inputs(self, code: RuleCode) -> formulas.Settings | None:
        """What each input of a formula may be; null when it cannot be computed."""
        if code not in self._inputs:
            formula = self._formula(code)
            self._inputs[code] = formulas.settings(formula, self.known) if formula else None
        return self._inputs[code]

    def number(self, code: RuleCode, given: formulas.Given | None = None) -> tuple[Interval, ...]:
        """The exact, unrounded results of a formula; none when it cannot be computed.

        ``given`` is what one of its inputs is taken to be, instead of what is known of it.
        """
        if (code, given) not in self._numbers:
            inputs, formula = self.inputs(code), self._formula(code)
            if inputs and given:
                inputs = {**inputs, given[0]: (given[1],)}
            self._numbers[code, given] = (
                formulas.results(formula, inputs) if formula and inputs else ()
            )
        return self._numbers[code, given]

    def rounded(self, code: RuleCode, given: formulas.Given | None = None) -> tuple[Interval, ...]:
        """The results of a formula as its source reports them."""
        formula = self._formula(code)
        if (code, given) not in self._rounded and formula:
            self._rounded[code, given] = tuple(
                formulas.rounded_interval(one, formula.decimals) for one in self.number(code, given)
            )
        return self._rounded.get((code, given), ())

    def _formula(self, code: RuleCode) -> Formula | None:
        rule = self.library.rules.get(code)
        return rule.formula if rule else None
