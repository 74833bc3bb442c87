"""What the knowledge files write as codes, in words: conditions, observations, reviews, sources."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from b2m_core.contract.codes import (
    CANONICAL_UNITS,
    CODED_VALUES,
    PRESENCES,
    QUANTITIES,
    Audience,
    ObservationCode,
    RuleCode,
)
from b2m_core.knowledge.library import Library
from b2m_core.knowledge.reviews import ReviewRecord, review_records
from b2m_core.knowledge.schema.conditions import (
    All,
    Any_,
    CautionFired,
    CodedIs,
    Comparisons,
    Condition,
    Count,
    GroupIs,
    Known,
    Marked,
    None_,
    QuantityIs,
    Reported,
    RuleIs,
    RuleNumberIs,
)
from b2m_core.knowledge.schema.items import Reference, Wording
from b2m_core.knowledge.schema.rules import Rule
from scripts.pages.markdown import bullets, first_capital

AUDIENCES: Final[Mapping[Audience, str]] = {
    "clinician": "Clinician",
    "care_team": "Care team",
    "plain": "Plain language",
}
SIGNS: Final = {"gt": ">", "ge": "≥", "lt": "<", "le": "≤"}
OPPOSITE: Final = {"gt": "le", "ge": "lt", "lt": "ge", "le": "gt"}
WRITTEN_SIGNS: Final = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "~": "about"}
MARKED: Final = {
    "unit_assumed": "a unit was assumed",
    "specimen_assumed": "the specimen was assumed",
    "censored": "only a limit is given",
    "conflicting": "values contradict each other",
    "implausible": "a value was refused as implausible",
    "single": "there is one value only",
}
PLACEHOLDERS: Final = {
    "outcome": "the result",
    "possible": "what remains possible",
    "missing": "what is missing",
    "title": "the rule",
    "assumed": "the values whose unit was assumed",
    "implausible": "the values as written",
    "conflicting": "what contradicts what",
    "censored": "the values that are limits",
    "rules": "the rules and whom they are made for",
}

_WRITTEN = re.compile(r"(?P<sign><=|>=|<|>|~)? ?(?P<number>[0-9.]+)(?: (?P<unit>\S+))?")
_PLACEHOLDER = re.compile(r"\{([a-z0-9_]+)\}")


class Words:
    """The words of a library, those for clinicians."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.labels = library.labels("clinician")
        self.reviews: dict[str, ReviewRecord] = {
            record.id: record for record in review_records(library)
        }
        self._groups: dict[str, None] = {}

    # Statements

    def wordings(self, wording: Wording, citations: str = "") -> str:
        """A statement in its three wordings and its sources; one line where all say the same."""
        said = {
            name: self._template(wording.for_audience(code)) for code, name in AUDIENCES.items()
        }
        if len(set(said.values())) == 1:
            lines = [next(iter(said.values()))]
        else:
            lines = [f"**{name}.** {text}" for name, text in said.items()]
        return bullets([*lines, f"Sources: {citations}"] if citations else lines)

    def _template(self, text: str) -> str:
        """A statement with its placeholders as words in italics."""

        def word(found: re.Match[str]) -> str:
            name = found.group(1)
            return f"*{PLACEHOLDERS.get(name) or self.labels.observations[name]}*"

        return _PLACEHOLDER.sub(word, text)

    # Conditions

    def outline(self, condition: Condition, depth: int = 0) -> str:
        """A condition as a list, one level for each combination within another."""
        plain = self._plain(condition, None)
        indent = "  " * depth
        if not isinstance(plain, All | Any_):
            return f"{indent}- {self.condition(plain)}"
        ((how, parts),) = plain
        lines = (self.outline(part, depth + 1) for part in parts)
        return "\n".join([f"{indent}- {how} of", *lines])

    def groups(self) -> str:
        """The groups that were named, with their members."""
        return bullets(
            f"{name.replace('_', ' ')}: {self._both(self.library.groups[name])}"
            for name in self._groups
        )

    def _both(self, codes: Iterable[str]) -> str:
        return ", ".join(self.labels.observations[code] for code in codes)

    def condition(  # noqa: PLR0912 (a case for each kind of condition)
        self, condition: Condition, rule: Rule | None = None
    ) -> str:
        """A condition of a rule, a caution or a next step, as a clinician would say it."""
        labels = self.labels
        match self._plain(condition, rule):
            case QuantityIs() as compared:
                label = labels.observations[compared.code]
                return f"{label} {self.limits(compared, compared.unit)}"
            case CodedIs() as coded:
                return self._stated(coded.code, *coded.says)
            case RuleIs() as inner:
                outcomes = " or ".join(labels.outcome(inner.rule, s) for s in inner.says)
                possibly = " possibly" if inner.certainty == "possible" else ""
                return f"{labels.rules[inner.rule]}:{possibly} {outcomes}"
            case RuleNumberIs() as inner:
                title = labels.rules[inner.rule_number]
                return f"{title} {self.limits(inner, inner.unit)}"
            case GroupIs() as group:
                return f"one of {self._group(group.group)} is {' or '.join(group.says)}"
            case Known(known=codes):
                return f"{self._either(codes)} is known"
            case Marked(marked=mark, of=codes):
                return f"{MARKED[mark]} ({self._either(codes)})" if codes else MARKED[mark]
            case CautionFired(caution=code):
                return f"the caution “{labels.cautions[code]}” is given"
            case Reported(reported=rules):
                return f"a result is given of {' or '.join(labels.rules[code] for code in rules)}"
            case All(all=parts):
                return " and ".join(self._inner(part, rule, All) for part in parts)
            case Any_(any=parts):
                return " or ".join(self._inner(part, rule, Any_) for part in parts)
            case Count(count=parts) as counted:
                said = "; ".join(self.condition(part, rule) for part in parts)
                return f"{self.limits(counted, None)} of: {said}"
            case None_(none=(part,)):
                return self._denied(part)
        raise ValueError(f"no words for {condition}")

    def _inner(self, condition: Condition, rule: Rule | None, within: type) -> str:
        """A part of a combination: in parentheses where it is another kind of combination."""
        plain = self._plain(condition, rule)
        said = self.condition(plain, rule)
        other = isinstance(plain, All | Any_ | Count) and not isinstance(plain, within)
        return f"({said})" if other else said

    def _plain(self, condition: Condition, rule: Rule | None) -> Condition:
        """The same without names, and with "none of" only before what has no other opposite."""
        if isinstance(condition, str):
            return self._plain(self._named(condition, rule), rule)
        if not isinstance(condition, None_):
            return condition
        opposites = tuple(self._opposite(part, rule) for part in condition.none)
        return opposites[0] if len(opposites) == 1 else All(all=opposites)

    def _named(self, name: str, rule: Rule | None) -> Condition:
        if rule and name in rule.criteria:
            return rule.criteria[name].test
        if rule and name in rule.conditions:
            return rule.conditions[name]
        return self.library.triggers[name]

    def _opposite(self, condition: Condition, rule: Rule | None) -> Condition:
        match self._plain(condition, rule):
            case All(all=parts):
                return Any_(any=tuple(self._opposite(part, rule) for part in parts))
            case Any_(any=parts):
                return All(all=tuple(self._opposite(part, rule) for part in parts))
            case None_(none=(part,)):
                return part
            case QuantityIs() as compared if len(_given(compared)) == 1:
                ((key, limit),) = _given(compared).items()
                swapped = {OPPOSITE[key]: limit}
                return QuantityIs(code=compared.code, unit=compared.unit, **swapped)
            case CodedIs() as coded if coded.code in CODED_VALUES:
                others = [word for word in CODED_VALUES[coded.code] if word not in coded.says]
                return CodedIs(code=coded.code, says=tuple(others))
            case plain:
                return None_(none=(plain,))

    def _denied(self, condition: Condition) -> str:
        """The opposite of what has none of its own."""
        match condition:
            case CodedIs(says=("present",)) as coded:
                return self._stated(coded.code, "absent")
            case Known(known=codes):
                none = "none of " if len(codes) > 1 else ""
                return f"{none}{self._either(codes)} is {'known' if none else 'not known'}"
            case GroupIs() as group:
                return f"none of {self._group(group.group)} is {' or '.join(group.says)}"
            case _:
                return f"not ({self.condition(condition)})"

    def _group(self, name: str) -> str:
        self._groups[name] = None
        return f"the group “{name.replace('_', ' ')}”"

    def limits(self, comparisons: Comparisons, unit: str | None) -> str:
        """Limits with their signs: "≥ 3.5 mg/L and < 5.5 mg/L"."""
        return " and ".join(
            f"{SIGNS[key]} {self.labels.with_unit(limit, unit)}"
            for key, limit in _given(comparisons).items()
        )

    def _either(self, codes: Iterable[str]) -> str:
        return " or ".join(self.labels.observations[code] for code in codes)

    def _stated(self, code: ObservationCode, *says: str) -> str:
        """What a coded observation says: "sex: female", "no dialysis", "Binet stage: B or C"."""
        label = self.labels.observations[code]
        if code in PRESENCES and len(says) == 1:
            return self.labels.presences[says[0]].format(label=label)
        named = self.labels.words.get(code, {})
        return f"{label}: {' or '.join(named.get(word, word) for word in says)}"

    # Cases

    def given(self, given: Mapping[str, Any]) -> str:
        """What is known in a case of the tests."""
        return "; ".join(self._known(code, said) for code, said in given.items()) or "nothing"

    def _known(self, code: Any, written: Any) -> str:  # noqa: ANN401 (whatever YAML holds)
        if isinstance(written, list):
            several = [self._known(code, one) for one in written]
            label = f"{self.labels.observations[code]} "
            return " and ".join([several[0], *(one.removeprefix(label) for one in several[1:])])
        if written == "unmentioned":
            return f"{self.labels.observations[code]} not mentioned"
        if code not in QUANTITIES:
            return self._stated(code, written)
        found = _WRITTEN.fullmatch(str(written))
        if found is None:
            raise ValueError(f"{code}: {written} is no number with a comparator and a unit")
        sign = f"{WRITTEN_SIGNS[found['sign']]} " if found["sign"] else ""
        unit = found["unit"] or CANONICAL_UNITS[code]
        written_unit = self.labels.units.get(unit, unit)
        said = f"{self.labels.observations[code]} {sign}{found['number']}"
        return f"{said} {written_unit}" if written_unit else said

    def outcome(self, rule: Rule, outcome: object) -> str:
        """An outcome as a case of the tests expects it."""
        known = Decimal(outcome) if isinstance(outcome, Decimal | int) else str(outcome)
        return self.labels.outcome(rule.code, known)

    # Reviews

    def review(self, item_id: str) -> str:
        """The state of an item's review, in a sentence."""
        record = self.reviews[item_id]
        if record.lapsed:
            return f"**Under review.** {record.by} approved an earlier version on {record.on}."
        if record.status == "approved":
            return f"**Approved** by {record.by} on {record.on}."
        if record.status == "submitted":
            return "**Submitted.** Nobody has reviewed it yet."
        return "**Under review.** No clinician has approved it yet."


class Sources:
    """The numbered sources of one page, in order of appearance."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._cited: dict[str, int] = {}

    def cite(self, *references: str) -> str:
        """The numbers of these sources: "[1]", "[1] [3]"."""
        for reference in references:
            self._cited.setdefault(reference, len(self._cited) + 1)
        return " ".join(f"[{self._cited[one]}](#sources)" for one in dict.fromkeys(references))

    def listed(self) -> Iterable[str]:
        """Each cited source as a line, with its link and how its identifier was verified."""
        for reference in self._cited:
            yield source(self._library.references[reference])


def source(reference: Reference) -> str:
    """A source as a line of a list."""
    said = [
        _ended(part) for part in (reference.authors, reference.title, reference.published) if part
    ]
    if reference.url:
        said.append(f"<{reference.url}>")
    if reference.pmid:
        said.append(f"PMID {reference.pmid}.")
    return f"{' '.join(said)} *{_ended(reference.identifier_status)}*"


def _ended(part: str) -> str:
    """A part of a source as a sentence."""
    said = first_capital(part)
    return said if said.endswith((".", "?", "!")) else f"{said}."


def rule_link(library: Library, code: RuleCode, folder: str = "rules/") -> str:
    """A link to a rule's page."""
    return f"[{library.rules[code].title.clinician}]({folder}{code}.md)"


def _given(comparisons: Comparisons) -> dict[str, Decimal]:
    """The limits that are given, by their key."""
    limits = {key: getattr(comparisons, key) for key in SIGNS}
    return {key: limit for key, limit in limits.items() if limit is not None}
