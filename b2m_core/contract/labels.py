"""What the codes of an answer are called, for one audience."""

from collections.abc import Mapping
from decimal import Decimal

from b2m_core.contract.codes import PRESENCES, QUANTITIES
from b2m_core.contract.models import Comparison, Contract, Observation


def number(value: Decimal) -> str:
    """A decimal as people write it, without exponent or trailing zeros: 6.1, 44, 10750."""
    return f"{value.normalize():f}"


class Labels(Contract):
    """The words a renderer needs beside an answer; it makes up none of its own.

    ``words`` holds, by observation code, what each coded value is called. ``outcomes`` holds, by
    rule, what each outcome is called; ``formula_units`` the UCUM code of one that is a number.
    ``presences`` are templates with ``{label}``. ``units`` are by UCUM code, empty where a unit is
    not written. ``conditional`` is the template of a
    ``{statement}`` that holds only under a ``{condition}``. ``buttons`` are what can be asked for
    beside an answer.
    """

    observations: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    presences: Mapping[str, str]
    rules: Mapping[str, str]
    outcomes: Mapping[str, Mapping[str, str]]
    formula_units: Mapping[str, str]
    cautions: Mapping[str, str]
    next_steps: Mapping[str, str]
    topics: Mapping[str, str]
    units: Mapping[str, str]
    comparators: Mapping[str, str]
    assumed: Mapping[str, str]
    headings: Mapping[str, str]
    review_status: Mapping[str, str]
    conditional: str
    buttons: Mapping[str, str]

    def with_unit(self, value: Decimal, unit: str | None) -> str:
        """A number and its unit: "6.1 mg/L", "72 years", "1.4"."""
        written = self.units.get(unit, unit) if unit else ""
        return f"{number(value)} {written}" if written else number(value)

    def stated(self, observation: Observation) -> str:
        """What an observation says, without its name: "6.1 mg/L", "above 5 mg/L", "elevated"."""
        if isinstance(observation.value, Decimal):
            comparator = self.comparators[observation.comparator]
            return comparator + self.with_unit(observation.value, observation.unit)
        return self.words.get(observation.code, {}).get(observation.value, observation.value)

    def named(self, observation: Observation) -> str:
        """An observation with its name: "β2M 6.1 mg/L", "sex: female", "no dialysis"."""
        label = self.observations.get(observation.code, observation.code)
        if observation.code in PRESENCES:
            return self.presences[str(observation.value)].format(label=label)
        separator = " " if observation.code in QUANTITIES else ": "
        return f"{label}{separator}{self.stated(observation)}"

    def outcome(self, rule: str, outcome: Decimal | str) -> str:
        """What an outcome of a rule is called: "stage III", "28 mL/min/1.73 m²"."""
        if isinstance(outcome, Decimal):
            return self.with_unit(outcome, self.formula_units.get(rule))
        return self.outcomes.get(rule, {}).get(outcome, outcome)

    def compared(self, comparison: Comparison) -> str:
        """A comparison without its result: "β2M at least 5.5 mg/L", "del(17p): present"."""
        code, threshold = comparison.code, comparison.threshold
        name = self.observations.get(code) or self.rules.get(code, code)
        if isinstance(threshold, Decimal):
            comparator = self.comparators[comparison.comparator]
            return f"{name} {comparator}{self.with_unit(threshold, comparison.unit)}"
        said = self.words.get(code, self.outcomes.get(code, {})).get(threshold, threshold)
        return f"{name}: {said}"
