"""Everything the knowledge files say, loaded once, cross-checked and immutable.

Start with ``load_library``. A file with a mistake is a ``KnowledgeError`` written for its author.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeVar, cast, get_args

from pydantic import BaseModel, ValidationError

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
from b2m_core.knowledge.reviews import in_force, version
from b2m_core.knowledge.schema import (
    CautionItem,
    CodedItem,
    Condition,
    Conflict,
    Conflicts,
    Cue,
    CueCode,
    Groups,
    Implications,
    Implies,
    Level,
    Levels,
    NextStepItem,
    OtherName,
    Phrases,
    PresenceItem,
    Quantity,
    QuestionItem,
    Reference,
    Reviewed,
    Rule,
    Topic,
    Triggers,
    Unit,
    UnreadReason,
    VersionName,
    Why,
    Wording,
)
from b2m_core.knowledge.yaml_files import KnowledgeError, read_yaml

__all__ = ["CONTENT", "KnowledgeError", "Library", "load_library"]

CONTENT: Final = Path(__file__).parent / "content"

M = TypeVar("M", bound=BaseModel)
K = TypeVar("K", bound=str)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Library:
    """The knowledge, by code. Rules, cautions and topics stand in the contract's order; next steps
    in the order of their file, which is the order in which they are named.

    ``reviewed`` holds everything that has a review record, by the id that ``b2m review`` uses
    (``rules/iss``, ``cautions/non_specific``, ``levels``). An approval that has lapsed is under
    review everywhere in the library.
    """

    version: str
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
    unread: Mapping[Why, str]
    other_names: Mapping[str, OtherName]
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
            cautions=said({code: item.label for code, item in self.cautions.items()}),
            next_steps=said({code: item.label for code, item in self.next_steps.items()}),
            topics=said({code: topic.title for code, topic in self.topics.items()}),
            units=self.phrases.units,
            comparators=self.phrases.comparators,
            assumed=said(self.phrases.assumed),
            headings=said(self.phrases.headings),
            review_status=said(self.phrases.review_status),
        )


@lru_cache(maxsize=4)
def load_library(folder: Path = CONTENT) -> Library:
    """The library of a folder of knowledge files; the same object every time.

    Raises ``KnowledgeError`` for the first file that is wrong, naming file, key and what was
    expected.
    """
    files = _Files(folder)
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
    library = Library(
        version=version(_name_of_version(files), files.said),
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
        unread=MappingProxyType(
            {item.code: item.reason for item in files.items("unread.yml", UnreadReason, "code")}
        ),
        other_names=MappingProxyType(files.by_key("other_names.yml", OtherName)),
        reviewed=MappingProxyType(files.reviewed),
    )
    files.all_were_read()
    check(library)
    return library


def _name_of_version(files: "_Files") -> str:
    named = files.whole("version.yml", VersionName)
    if named is None:
        raise KnowledgeError("version.yml", "is missing; it names the version of the knowledge")
    return named.name


def _ordered(items: dict[K, V], order: Iterable[K]) -> Mapping[K, V]:
    return MappingProxyType({code: items[code] for code in order if code in items})


class _Files:
    """The files of a folder, each to be read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said: dict[str, object] = {}
        self.reviewed: dict[str, Reviewed] = {}
        self.unread = {
            str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()
        }

    def data(self, name: str) -> object:
        """What a file says, null when there is no such file."""
        if name not in self.unread:
            return None
        self.unread.remove(name)
        self.said[name] = read_yaml(self.folder / name, name)
        return self.said[name]

    def _item(self, model: type[M], data: object, place: str, item_id: str) -> M:
        """An item whose review is the one in force."""
        item = _made(model, data, place)
        if isinstance(item, Reviewed):
            item = item.model_copy(update={"review": in_force(item)})
            self.reviewed[item_id] = item
        return item

    def whole(self, name: str, model: type[M]) -> M | None:
        """A file that is one thing."""
        data = self.data(name)
        return None if data is None else self._item(model, data, name, _id(name))

    def items(self, name: str, model: type[M], key: str) -> list[M]:
        """A file that is a list of things, each with its own code."""
        data = self.data(name) or []
        if not isinstance(data, list):
            raise KnowledgeError(name, f"expected a list, each item beginning with - {key}: …")
        made: dict[object, M] = {}
        for number, item in enumerate(data, start=1):
            code = item.get(key) if isinstance(item, dict) else None
            place = f"{name}, {code or f'item {number}'}"
            if code in made:
                raise KnowledgeError(place, "stands here a second time")
            made[code] = self._item(model, item, place, f"{_id(name)}/{code}")
        return list(made.values())

    def by_key(self, name: str, model: type[M]) -> dict[str, M]:
        """A file that is a mapping from a name to a thing."""
        data = self.data(name) or {}
        if not isinstance(data, dict):
            raise KnowledgeError(name, "expected a mapping from a name to its item")
        return {
            key: self._item(model, item, f"{name}, {key}", f"{_id(name)}/{key}")
            for key, item in data.items()
        }

    def named_by_code(self, subfolder: str, model: type[M]) -> list[M]:
        """A folder with one file for each thing, named by its code."""
        made = []
        for name in sorted(n for n in self.unread if n.startswith(f"{subfolder}/")):
            data = self.data(name)
            code = data.get("code") if isinstance(data, dict) else None
            if f"{subfolder}/{code}.yml" != name:
                raise KnowledgeError(name, f"the file is named by its code; code says {code}")
            made.append(self._item(model, data, name, _id(name)))
        return made

    def all_were_read(self) -> None:
        """Refuse a file that nothing reads: its author expects it to count."""
        if self.unread:
            raise KnowledgeError(sorted(self.unread)[0], "no part of the knowledge has this name")


def _id(name: str) -> str:
    return name.removesuffix(".yml")


_PLAIN_WORDS: Final = {
    "missing": "this key is missing",
    "extra_forbidden": "this key is not known here",
}


def _made(model: type[M], data: object, place: str) -> M:
    """The thing a file describes; every mistake found in it is named with its key."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems = []
        for found in error.errors(include_url=False):
            key = _key(data, found["loc"])
            message = _PLAIN_WORDS.get(found["type"], found["msg"].removeprefix("Value error, "))
            problems.append(f"{key}: {message}" if key else message)
        raise KnowledgeError(place, "\n  ".join(dict.fromkeys(problems))) from None


def _key(data: object, location: tuple[str | int, ...]) -> str:
    """The path of keys as the author wrote them, without the names of our own types."""
    key = ""
    for number, part in enumerate(location):
        last = number == len(location) - 1
        if isinstance(part, int) and isinstance(data, list):
            key += f"[{part + 1}]"
            data = data[part] if part < len(data) else None
        elif isinstance(data, dict) and part in data:
            key += f".{part}"
            data = data[part]
        elif last and isinstance(data, dict):
            key += f".{part}"
    return key.removeprefix(".")
