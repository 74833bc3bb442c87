"""The page of one rule: for whom it is made, what it needs and says, and how it was checked."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from b2m_core.contract.codes import CANONICAL_UNITS, CODED_VALUES, RuleCode
from b2m_core.contract.labels import number
from b2m_core.knowledge.library import Library
from b2m_core.knowledge.schema.rules import Formula, Outcome, Rule
from scripts.pages.markdown import (
    bullets,
    first_capital,
    made_by,
    numbered,
    page,
    section,
    table,
)
from scripts.pages.words import Sources, Words, rule_link

UNNAMED: Final = {
    "conditional": "Where no disease is named, the finding says that it holds only for {disease}.",
    "left_out": "Where no disease is named, it is left out unless somebody asks for it by name.",
}
CASES: Final = "tests/reasoning/cases"

Case = Mapping[str, Any]


class RulePage:
    """One rule and its cases, as a page."""

    def __init__(self, code: RuleCode, cases: Sequence[Case], library: Library) -> None:
        self.rule: Rule = library.rules[code]
        self.cases = cases
        self.library = library
        self.words = Words(library)
        self.sources = Sources(library)

    def text(self) -> str:
        """The page."""
        rule = self.rule
        code = rule.code
        return page(
            f"# {rule.title.clinician}",
            made_by(f"b2m_core/knowledge/content/rules/{code}.yml and {CASES}/{code}.yml"),
            f"`{code}` · {self.words.review(f'rules/{code}')}",
            section("For whom", self._for_whom()),
            section("What it needs", self._inputs(), bullets(self._about_inputs())),
            section("Outcomes", *self._outcomes(), self._when_silent()),
            section("Thresholds as printed", self._criteria()),
            section("What is said", *self._said()),
            section("Cautions that come with it", *self._raises()),
            section("Where sources differ", rule.differs or ""),
            section("Notes", rule.notes or ""),
            section("Boundary cases", *self._checked()),
            section("Groups of conditions", self.words.groups()),
            section("Sources", self._sources()),
        )

    def _for_whom(self) -> str:
        made_for = self.rule.made_for
        lines = [f"{first_capital(made_for.says.clinician)}."]
        if made_for.disease:
            disease = self.words.labels.observations[made_for.disease]
            lines.append(UNNAMED[made_for.unnamed].format(disease=disease))
        if made_for.phases:
            labels = self.words.labels.words["disease_phase"]
            phases = " or ".join(labels.get(phase, phase) for phase in made_for.phases)
            lines.append(f"In any other phase of the disease than {phases}, a caution says so.")
        return " ".join(lines)

    def _inputs(self) -> str:
        labels = self.words.labels
        rows = []
        for code in self.rule.inputs:
            if code in CANONICAL_UNITS:
                unit = CANONICAL_UNITS[code]
                values = labels.units.get(unit, unit) or "a number"
            elif code in CODED_VALUES:
                named = labels.words[code]
                values = ", ".join(named.get(word, word) for word in CODED_VALUES[code])
            else:
                values = "present, absent, suspected"
            rows.append([labels.observations[code], values, f"`{code}`"])
        return table(["input", "unit or values", "code"], rows)

    def _about_inputs(self) -> Iterator[str]:
        rule, observed = self.rule, self.words.labels.observations
        for code, formula in rule.substitutes.items():
            link = rule_link(self.library, formula, "")
            yield f"Where {observed[code]} is not reported, {link} stands in for it."
        if rule.absent_unless_mentioned:
            named = ", ".join(observed[code] for code in rule.absent_unless_mentioned)
            yield f"Taken as absent unless somebody mentions it: {named}."
        if rule.requires:
            named = ", ".join(observed[code] for code in rule.requires)
            yield f"Left out, and asked for, without: {named}."
        if rule.evaluated_when:
            yield f"It speaks only where this holds: {self._condition(rule.evaluated_when)}."
        for code, condition in rule.lower_bound_when.items():
            yield (
                f"{first_capital(observed[code])} counts as a lower bound where this holds or may "
                f"hold: {self._condition(condition)}."
            )

    def _condition(self, condition: Any) -> str:  # noqa: ANN401 (any kind of condition)
        return self.words.condition(condition, self.rule)

    # What it computes

    def _outcomes(self) -> Iterator[str]:
        rule = self.rule
        if rule.formula:
            yield self._formula(rule.formula)
        if rule.points:
            yield table(
                ["criterion", "points"],
                ([self._condition(part.criterion), number(part.points)] for part in rule.points),
            )
        if rule.trend:
            yield (
                f"The last value divided by an earlier one: {number(rule.trend.rising)} or more is "
                f"a rise, {number(rule.trend.falling)} or less is a fall, else no clear change. "
                f"{first_capital(rule.trend.place)}. {self.sources.cite(rule.trend.reference)}"
            )
            if beside := rule.trend.beside:
                yield f"{beside.risen.clinician} {self.sources.cite(*beside.citations)}"
        else:
            rows = [
                [f"**{outcome.label.clinician}**", self._when(outcome), self._figures(outcome)]
                for outcome in rule.outcomes.values()
            ]
            yield table(["outcome", "when", "what was observed"], rows)

    def _when(self, outcome: Outcome) -> str:
        if outcome.points:
            return f"{self.words.limits(outcome.points, None)} points"
        if outcome.when:
            return self._condition(outcome.when)
        return "everything else"

    def _figures(self, outcome: Outcome) -> str:
        return "<br>".join(
            f"{figure.what} {figure.value} ({figure.era}) {self.sources.cite(figure.reference)}"
            for figure in outcome.figures
        )

    def _formula(self, formula: Formula) -> str:
        labels = self.words.labels
        lines = [
            f"`{formula.expression}`",
            f"Unit {labels.units[formula.unit]}, {formula.decimals} decimals. "
            f"{self.sources.cite(*formula.citations)}",
        ]
        if formula.constants:
            lines.append(f"For everybody: {_values(formula.constants)}.")
        for code, by_word in formula.constants_by.items():
            for word, constants in by_word.items():
                said = labels.words[code].get(word, word)
                label = first_capital(labels.observations[code])
                lines.append(f"{label} {said}: {_values(constants)}.")
        for quantity, limits in formula.range.items():
            said = self.words.limits(limits, CANONICAL_UNITS[quantity])
            label = first_capital(labels.observations[quantity])
            lines.append(f"{label} where it is unknown: {said}.")
        return "\n\n".join([lines[0], bullets(lines[1:])])

    def _when_silent(self) -> str:
        return "\n\n".join(
            f"**Not applicable** where {self._condition(reason.when)}:\n\n"
            f"{self.words.wordings(reason.statement, self.sources.cite(*reason.citations))}"
            for reason in self.rule.not_applicable
        )

    def _criteria(self) -> str:
        return table(
            ["criterion", "as printed", "source", "place"],
            (
                [
                    self._condition(criterion.test),
                    criterion.as_printed,
                    self.sources.cite(criterion.reference),
                    criterion.place,
                ]
                for criterion in self.rule.criteria.values()
            ),
        )

    # What it says

    def _said(self) -> Iterator[str]:
        rule = self.rule
        for outcome in rule.outcomes.values():
            yield f"### {first_capital(outcome.label.clinician)}"
            yield self.words.wordings(outcome.statement, self.sources.cite(*outcome.citations))
        if rule.formula:
            yield "### The result"
            cited = self.sources.cite(*rule.formula.citations)
            yield self.words.wordings(rule.formula.statement, cited)
        if rule.possible_statement:
            yield "### While it is undecided"
            yield self.words.wordings(rule.possible_statement)

    def _raises(self) -> Iterator[str]:
        for raised in self.rule.raises:
            yield f"### {self.words.labels.cautions[raised.caution]}"
            yield self.words.wordings(raised.statement, self.sources.cite(*raised.citations))

    # How it was checked

    def _checked(self) -> Iterator[str]:
        disease = self.rule.made_for.disease
        present = (
            f" Where a case does not say otherwise, this is present: "
            f"{self.words.labels.observations[disease]}."
            if disease
            else ""
        )
        yield f"Every case is played by the tests, and expects what its source says.{present}"
        yield table(
            ["what is known", "what follows", "expected by"],
            ([self._given(case), self._expected(case), str(case["source"])] for case in self.cases),
        )

    def _given(self, case: Case) -> str:
        """What is known in a case."""
        asked = " (the rule is asked for by name)" if case.get("asked") else ""
        return f"{self.words.given(case['given'])}{asked}"

    def _expected(self, case: Case) -> str:
        """What a case expects, in words."""
        labels = self.words.labels
        if "outcome" in case:
            said = [f"**{self.words.outcome(self.rule, case['outcome'])}**"]
        elif "possible" in case:
            remaining = (self.words.outcome(self.rule, one) for one in case["possible"])
            said = [f"possible: {' or '.join(remaining)}"]
        else:
            said = ["not applicable" if case.get("not_applicable") else "left out"]
        if case.get("missing"):
            said.append(f"missing: {', '.join(labels.observations[c] for c in case['missing'])}")
        if case.get("applies_if"):
            said.append(f"if it is {labels.observations[case['applies_if']]}")
        if case.get("cautions"):
            said.append(f"caution: {', '.join(labels.cautions[c] for c in case['cautions'])}")
        if case.get("no_cautions"):
            named = ", ".join(labels.cautions[code] for code in case["no_cautions"])
            said.append(f"without the caution: {named}")
        if case.get("asks"):
            asked = (labels.observations.get(code, code) for code in case["asks"])
            said.append(f"asks for: {', '.join(asked)}")
        return "; ".join(said)

    def _sources(self) -> str:
        self.sources.cite(*self.rule.citations)
        return numbered(self.sources.listed())


def _values(constants: Mapping[str, Decimal]) -> str:
    return ", ".join(f"`{name}` = {number(value)}" for name, value in constants.items())
