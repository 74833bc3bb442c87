"""Everything the knowledge files say, loaded once, cross-checked and immutable.

Start with ``load_library``. A file with a mistake is a ``KnowledgeError`` written for its author.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeVar, cast, get_args

from b2m_core.contract.changes import Changes
from b2m_core.contract.charting import Charting
from b2m_core.contract.codes import (
    CODED_VALUES,
    Asked,
    Audience,
    CautionCode,
    CodedCode,
    NextStepCode,
    PresenceCode,
    QuantityCode,
    RuleCode,
    TopicCode,
)
from b2m_core.contract.labels import Labels
from b2m_core.knowledge.checks import check
from b2m_core.knowledge.files import Files
from b2m_core.knowledge.reviews import RELEASES, version
from b2m_core.knowledge.schema.cautions import CautionItem, NextStepItem
from b2m_core.knowledge.schema.conditions import Condition, Groups, QuantityIs, Triggers, thresholds
from b2m_core.knowledge.schema.inference import (
    Conflict,
    Conflicts,
    Implications,
    Implies,
    Level,
    Levels,
)
from b2m_core.knowledge.schema.items import Reference, Reviewed, Wording
from b2m_core.knowledge.schema.observations import (
    CodedItem,
    OtherName,
    PresenceItem,
    Quantity,
    Unit,
)
from b2m_core.knowledge.schema.phrases import Phrases, QuestionItem
from b2m_core.knowledge.schema.releases import Release, Releases
from b2m_core.knowledge.schema.rules import Rule
from b2m_core.knowledge.schema.topics import Topic
from b2m_core.knowledge.schema.words import (
    ColumnWords,
    Cue,
    CueCode,
    DateWords,
    Fishbone,
    Language,
    NumberWords,
    PersonalKind,
    UnreadReason,
    Why,
)
from b2m_core.knowledge.yaml_files import KnowledgeError

__all__ = ["CONTENT", "KnowledgeError", "Library", "load_library"]

CONTENT: Final = Path(__file__).parent / "content"
"""The folder of the knowledge that ships."""

K = TypeVar("K", bound=str)
V = TypeVar("V")


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """The knowledge, by code. Rules, cautions and topics stand in the contract's order; next steps
    in the order of their file, which is the order in which they are named.

    ``reviewed`` holds everything that has a review record, by the id that ``b2m review`` uses
    (``rules/iss``, ``cautions/non_specific``, ``levels``). An approval that has lapsed is under
    review everywhere in the library.
    """

    version: str
    releases: tuple[Release, ...]
    rules: Mapping[RuleCode, Rule]
    references: Mapping[str, Reference]
    cautions: Mapping[CautionCode, CautionItem]
    next_steps: Mapping[NextStepCode, NextStepItem]
    triggers: Mapping[str, Condition]
    topics: Mapping[TopicCode, Topic]
    questions: Mapping[Asked, QuestionItem]
    quantities: Mapping[QuantityCode, Quantity]
    coded: Mapping[CodedCode, CodedItem]
    presences: Mapping[PresenceCode, PresenceItem]
    levels: Mapping[CodedCode, Level]
    groups: Mapping[str, tuple[PresenceCode, ...]]
    implies: tuple[Implies, ...]
    conflicts: tuple[Conflict, ...]
    phrases: Phrases
    units: Mapping[str, Unit]
    cues: Mapping[CueCode, Cue]
    dates: DateWords
    columns: ColumnWords
    fishbones: tuple[Fishbone, ...]
    numbers: NumberWords
    unread: Mapping[Why, str]
    other_names: Mapping[str, OtherName]
    personal: Mapping[str, PersonalKind]
    languages: Mapping[str, Language]
    reviewed: Mapping[str, Reviewed]

    def labels(self, audience: Audience) -> Labels:
        """What the codes of an answer are called for this audience."""

        def said(worded: Mapping[K, Wording]) -> Mapping[str, str]:
            return MappingProxyType({key: worded[key].for_audience(audience) for key in worded})

        observed: dict[str, Wording] = {
            item.code: item.label
            for items in (self.quantities, self.coded, self.presences)
            for item in cast("Mapping[str, Quantity | CodedItem | PresenceItem]", items).values()
        }
        return Labels(
            observations=said(observed),
            words={
                code: {word: item.word_labels.get(word, word) for word in CODED_VALUES[code]}
                for code, item in self.coded.items()
            },
            presences=said(self.phrases.presences),
            rules=said({code: rule.title for code, rule in self.rules.items()}),
            outcomes={
                code: said({name: outcome.label for name, outcome in rule.outcomes.items()})
                for code, rule in self.rules.items()
            },
            formula_units=MappingProxyType(
                {code: rule.formula.unit for code, rule in self.rules.items() if rule.formula}
            ),
            cautions=said({code: item.label for code, item in self.cautions.items()}),
            next_steps=said({code: item.label for code, item in self.next_steps.items()}),
            topics=said({code: topic.title for code, topic in self.topics.items()}),
            units=self.phrases.units,
            comparators=self.phrases.comparators,
            assumed=said(self.phrases.assumed),
            headings=said(self.phrases.headings),
            review_status=said(self.phrases.review_status),
            conditional=self.phrases.conditional.for_audience(audience),
            buttons=said({name: one.label for name, one in self.phrases.buttons.items()}),
        )

    def changes(self, audience: Audience) -> Changes:
        """How a change between serial values is said for this audience."""
        worded = {name: said.for_audience(audience) for name, said in self.phrases.change}
        return Changes.model_validate(worded)

    def charting(self, audience: Audience) -> Charting:
        """What a chart of serial values needs; raises ``LookupError`` where no rule has a trend."""
        series = next((rule.trend.series for rule in self.rules.values() if rule.trend), None)
        if series is None:
            raise LookupError("no rule compares serial values")
        worded = {name: said for name, said in self.phrases.chart if isinstance(said, Wording)}
        return Charting(
            labels=self.labels(audience),
            changes=self.changes(audience),
            series=series,
            limit=next((lv.limit for lv in self.levels.values() if lv.value == series), None),
            beside=self.phrases.chart.beside,
            cut_offs={
                code: limits
                for code, rule in self.rules.items()
                if rule.made_for.disease and (limits := _thresholds(rule, series))
            },
            words={name: said.for_audience(audience) for name, said in worded.items()},
        )


@lru_cache(maxsize=4)
def load_library(folder: Path = CONTENT) -> Library:
    """The library of a folder of knowledge files; the same object every time.

    Raises ``KnowledgeError`` for the first file that is wrong, naming file, key and what was
    expected.
    """
    files = Files(folder)
    rules = {rule.code: rule for rule in files.named_by_code("rules", Rule)}
    topics = {topic.code: topic for topic in files.named_by_code("topics", Topic)}
    cautions = {item.code: item for item in files.items("cautions.yml", CautionItem, "code")}
    steps = {item.code: item for item in files.items("next_steps.yml", NextStepItem, "code")}
    questions = {item.asks: item for item in files.items("questions.yml", QuestionItem, "asks")}
    quantities = {item.code: item for item in files.items("quantities.yml", Quantity, "code")}
    coded = {item.code: item for item in files.items("coded.yml", CodedItem, "code")}
    presences = {item.code: item for item in files.items("presences.yml", PresenceItem, "code")}
    levels = files.whole("levels.yml", Levels)
    groups = files.whole("groups.yml", Groups)
    triggers = files.whole("triggers.yml", Triggers)
    implications = files.whole("implies.yml", Implications)
    conflicts = files.whole("conflicts.yml", Conflicts)
    phrases = files.whole("phrases/replies.yml", Phrases)
    if phrases is None:
        raise KnowledgeError("phrases/replies.yml", "is missing; without it nothing can be said")
    numbers = files.whole("numbers.yml", NumberWords)
    if numbers is None:
        raise KnowledgeError("numbers.yml", "is missing; without it no number word can be read")
    dates = files.whole("dates.yml", DateWords)
    if dates is None:
        raise KnowledgeError("dates.yml", "is missing; without it no day can be read")
    columns = files.whole("layouts.yml", ColumnWords)
    if columns is None:
        raise KnowledgeError("layouts.yml", "is missing; without it no table can be read")
    releases = _releases(files)
    library = Library(
        version="",
        releases=releases,
        rules=_ordered(rules, get_args(RuleCode)),
        references=MappingProxyType(files.by_key("references.yml", Reference)),
        cautions=_ordered(cautions, get_args(CautionCode)),
        next_steps=MappingProxyType(steps),
        triggers=triggers.triggers if triggers else MappingProxyType({}),
        topics=_ordered(topics, get_args(TopicCode)),
        questions=MappingProxyType(questions),
        quantities=_ordered(quantities, get_args(QuantityCode)),
        coded=_ordered(coded, get_args(CodedCode)),
        presences=_ordered(presences, get_args(PresenceCode)),
        levels=MappingProxyType({level.code: level for level in levels.levels} if levels else {}),
        groups=groups.groups if groups else MappingProxyType({}),
        implies=implications.implies if implications else (),
        conflicts=conflicts.conflicts if conflicts else (),
        phrases=phrases,
        units=MappingProxyType(files.by_key("units.yml", Unit)),
        cues=MappingProxyType({cue.code: cue for cue in files.items("cues.yml", Cue, "code")}),
        dates=dates,
        columns=columns,
        fishbones=tuple(files.items("fishbones.yml", Fishbone, "joined")),
        numbers=numbers,
        unread=MappingProxyType(
            {item.code: item.reason for item in files.items("unread.yml", UnreadReason, "code")}
        ),
        other_names=MappingProxyType(files.by_key("other_names.yml", OtherName)),
        personal=MappingProxyType(
            {item.code: item for item in files.items("personal.yml", PersonalKind, "code")}
        ),
        languages=MappingProxyType(
            {item.code: item for item in files.items("languages.yml", Language, "code")}
        ),
        reviewed=MappingProxyType(files.reviewed),
    )
    files.all_were_read()
    check(library)
    return replace(library, version=version(releases[0], files.said))


def _releases(files: Files) -> tuple[Release, ...]:
    releases = files.whole(RELEASES, Releases)
    if releases is None:
        raise KnowledgeError(RELEASES, "is missing; it names the versions of the knowledge")
    return releases.releases


def _thresholds(rule: Rule, code: QuantityCode) -> tuple[Decimal, ...]:
    """Where a rule cuts a quantity, each once."""
    tests = (criterion.test for criterion in rule.criteria.values())
    cuts = (thresholds(t) for t in tests if isinstance(t, QuantityIs) and t.code == code)
    return tuple(dict.fromkeys(cut for several in cuts for cut in several))


def _ordered(items: dict[K, V], order: Iterable[K]) -> Mapping[K, V]:
    return MappingProxyType({code: items[code] for code in order if code in items})
