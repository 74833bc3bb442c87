"""Do the knowledge files fit together? Every complaint names file, key and what was expected."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel

from b2m_core.contract.codes import (
    CANONICAL_UNITS,
    CODED_VALUES,
    FORMULA_UNITS,
    QUANTITIES,
    RULE_OUTCOMES,
)
from b2m_core.contract.models import PRESENCE_VALUES
from b2m_core.knowledge.reading_checks import check_reading
from b2m_core.knowledge.rule_checks import OBSERVED, check_rule, names, names_end, only
from b2m_core.knowledge.schema.cautions import CautionItem
from b2m_core.knowledge.schema.conditions import (
    CautionFired,
    CodedIs,
    Condition,
    GroupIs,
    QuantityIs,
    RuleIs,
    RuleNumberIs,
    thresholds,
)
from b2m_core.knowledge.schema.items import Item, Wording
from b2m_core.knowledge.schema.rules import Rule
from b2m_core.knowledge.tables import prove
from b2m_core.knowledge.yaml_files import KnowledgeError

if TYPE_CHECKING:
    from b2m_core.knowledge.library import Library

_FINDING: Final = frozenset({"title", "possible", "missing", "outcome"})
_CAUTION: Final = frozenset({"assumed", "implausible", "conflicting", "censored", "rules"})
_PHRASES: Final = {
    "conditional": frozenset({"condition", "statement"}),
    "made_for": frozenset({"rule", "made_for"}),
    "undecided": frozenset({"title", "possible", "missing"}),
    "presences": frozenset({"label"}),
    "alternatives": frozenset({"alternatives", "possible", "when"}),
    "personal": frozenset({"kinds"}),
    "change": frozenset({"percent", "days", "change", "value", "day", "earlier", "later", "label"}),
    "chart": frozenset({"label", "values", "count", "value", "rules"}),
}


Inside = tuple[tuple[str, object], ...]
"""Everything inside an item, each with the key under which its author wrote it."""


def check(library: "Library") -> None:
    """Raise ``KnowledgeError`` for the first thing that does not fit."""
    files = dict(_files(library))
    for place, item in files.items():
        inside = tuple(_within(item, ""))
        _references_exist(place, inside, library)
        _placeholders_are_known(place, item, inside)
        for key, comparison in inside:
            _comparison_fits(f"{place}: {key}", comparison, library)
    check_reading(library)
    _triggers_fit(library)
    for rule in library.rules.values():
        check_rule(rule, library)
    for rule in library.rules.values():
        prove(rule, library.rules, library.groups, library.implies)
    _cautions_fit(library)
    _implications_fit(library)
    _options_decide(library)
    _replies_fit(library)


def _files(library: "Library") -> Iterator[tuple[str, Item]]:
    for code, rule in library.rules.items():
        yield f"rules/{code}.yml", rule
    for topic_code, topic in library.topics.items():
        yield f"topics/{topic_code}.yml", topic
    for caution_code, caution in library.cautions.items():
        yield f"cautions.yml, {caution_code}", caution
    for step_code, step in library.next_steps.items():
        yield f"next_steps.yml, {step_code}", step
    for asks, question in library.questions.items():
        yield f"questions.yml, {asks}", question
    for number, conflict in enumerate(library.conflicts, start=1):
        yield f"conflicts.yml, conflicts[{number}]", conflict
    for level_code, level in library.levels.items():
        yield f"levels.yml, {level_code}", level
    for trigger, condition in library.triggers.items():
        if isinstance(condition, Item):
            yield f"triggers.yml, {trigger}", condition
    yield "phrases/replies.yml", library.phrases


def _within(item: object, key: str) -> Iterator[tuple[str, object]]:
    """Everything inside an item, each with the key under which its author wrote it."""
    if isinstance(item, BaseModel) and not isinstance(item, Wording):
        for name in type(item).model_fields:
            yield from _within(getattr(item, name), f"{key}.{name}")
    elif isinstance(item, Mapping):
        for name, value in item.items():
            yield from _within(value, f"{key}.{name}")
    elif isinstance(item, tuple):
        for number, value in enumerate(item, start=1):
            yield from _within(value, f"{key}[{number}]")
    yield key.removeprefix("."), item


def _references_exist(place: str, inside: Inside, library: "Library") -> None:
    for key, value in inside:
        name = re.sub(r"\[\d+\]$", "", key).rpartition(".")[2]
        cites = name in ("citations", "reference") and isinstance(value, str)
        if cites and value not in library.references:
            raise KnowledgeError(f"{place}: {key}", f"references.yml has no {value}")


def _placeholders_are_known(place: str, item: Item, inside: Inside) -> None:
    for key, value in inside:
        if not isinstance(value, Wording):
            continue
        known = OBSERVED
        if isinstance(item, Rule):
            known = known | _FINDING
        elif isinstance(item, CautionItem):
            known = known | _CAUTION
        elif place.startswith("phrases/"):
            known = _PHRASES.get(key.partition(".")[0], frozenset())
        for wording in (value.clinician, value.care_team, value.plain):
            for name in re.findall(r"\{(.*?)\}", wording):
                if name not in known:
                    raise KnowledgeError(
                        f"{place}: {key}",
                        f"the placeholder {{{name}}} is not known here; docs/architecture.md lists "
                        "those that are",
                    )


def _comparison_fits(place: str, comparison: object, library: "Library") -> None:
    match comparison:
        case QuantityIs():
            if comparison.unit != CANONICAL_UNITS[comparison.code]:
                expected = CANONICAL_UNITS[comparison.code]
                raise KnowledgeError(place, f"expected the unit {expected}, got {comparison.unit}")
        case CodedIs():
            allowed = CODED_VALUES.get(comparison.code, PRESENCE_VALUES)
            only(place, comparison.says, allowed)
        case RuleIs():
            if comparison.rule not in RULE_OUTCOMES:
                raise KnowledgeError(place, f"{comparison.rule} is a number; use rule_number")
            only(place, comparison.says, RULE_OUTCOMES[comparison.rule])
        case RuleNumberIs():
            if comparison.rule_number not in FORMULA_UNITS:
                raise KnowledgeError(place, f"{comparison.rule_number} is no number; use rule")
            expected = FORMULA_UNITS[comparison.rule_number]
            if comparison.unit != expected:
                raise KnowledgeError(place, f"expected the unit {expected}, got {comparison.unit}")
        case GroupIs():
            if comparison.group not in library.groups:
                raise KnowledgeError(place, f"groups.yml has no {comparison.group}")


def _triggers_fit(library: "Library") -> None:
    names_end("triggers.yml: triggers", library.triggers)
    said: dict[str, Condition] = {}
    for code, caution in library.cautions.items():
        if caution.when is not None:
            said[f"cautions.yml, {code}: when"] = caution.when
    for step_code, step in library.next_steps.items():
        said[f"next_steps.yml, {step_code}: when"] = step.when
        if step.done_when is not None:
            said[f"next_steps.yml, {step_code}: done_when"] = step.done_when
    for number, conflict in enumerate(library.conflicts, start=1):
        said[f"conflicts.yml, conflicts[{number}]: when"] = conflict.when
    used = {name for condition in library.triggers.values() for name in names(condition)}
    for place, condition in said.items():
        for name in names(condition):
            if name not in library.triggers:
                raise KnowledgeError(place, f"triggers.yml has no {name}")
            used.add(name)
    for name in library.triggers:
        if name not in used:
            raise KnowledgeError(f"triggers.yml: triggers.{name}", "nothing uses it")


def _cautions_fit(library: "Library") -> None:
    earlier: set[str] = set()
    for code, caution in library.cautions.items():
        place = f"cautions.yml, {code}"
        if caution.when is not None and caution.statement is None:
            raise KnowledgeError(f"{place}: statement", "a caution that fires by itself says why")
        if caution.statement is not None and not caution.citations:
            raise KnowledgeError(f"{place}: citations", "a statement names its source")
        for _, value in _within(caution, ""):
            if isinstance(value, CautionFired) and value.caution not in earlier:
                raise KnowledgeError(
                    f"{place}: when", f"{value.caution} must be a caution listed earlier"
                )
        earlier.add(code)


def _implications_fit(library: "Library") -> None:
    for number, implied in enumerate(library.implies, start=1):
        place = f"implies.yml: implies[{number}]"
        for key, code, word in (
            ("says", implied.code, implied.says),
            ("then_says", implied.then, implied.then_says),
        ):
            if code in QUANTITIES:
                raise KnowledgeError(f"{place}.{key}", f"{code} is a quantity and says no word")
            only(f"{place}.{key}", [word], CODED_VALUES.get(code, PRESENCE_VALUES))


def _replies_fit(library: "Library") -> None:
    """Other replies that a reply names, and what it asks for, are there."""
    replies = library.phrases.replies
    for name, reply in replies.items():
        place = f"phrases/replies.yml: replies.{name}"
        for key in ("without_case", "with_a_rule", "second"):
            other = getattr(reply, key)
            if other is not None and other not in replies:
                raise KnowledgeError(f"{place}.{key}", f"there is no reply {other}")
        if reply.asks is not None and reply.asks not in library.questions:
            raise KnowledgeError(f"{place}.asks", f"questions.yml does not ask for {reply.asks}")


_NUMBER = re.compile(r"(?<![\w(/.])\d+(?:\.\d+)?(?![\w)])")
"""A number that is written by itself, not one inside a name or a unit."""


def _options_decide(library: "Library") -> None:
    """A number in a quick reply is one that a rule or a level compares with, or 0, below all."""
    compared: dict[str, set[str]] = {}
    for rule in library.rules.values():
        for _, value in _within(rule, ""):
            if isinstance(value, QuantityIs):
                compared.setdefault(value.code, set()).update(
                    _plain(str(limit)) for limit in thresholds(value)
                )
    for level in library.levels.values():
        for limits in (level.limit_range, level.normal_means):
            if limits:
                compared.setdefault(level.value, set()).update(
                    _plain(str(limit)) for limit in thresholds(limits)
                )
    for asks, question in library.questions.items():
        for option in question.options if asks in compared else ():
            for number in _NUMBER.findall(option):
                if _plain(number) not in {"0", *compared[asks]}:
                    raise KnowledgeError(
                        f"questions.yml, {asks}: options",
                        f"{number} is no threshold of a rule; expected one of "
                        f"{', '.join(sorted(compared[asks]))}",
                    )


def _plain(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number
