"""How well a reader does on marked sentences, whatever reader it is.

A sentence of ``tests/reading/corpus/`` says ``read: ["code comparator value [@day]"]``, complete,
in the canonical unit, and ``left``: words that must be reported as seen and not used, or as only
supposed.
``@2026-10-05`` is the day that must be read; ``@2026-10-05?``, ``@2026-10?`` and ``@2026?`` also
allow none, for words that give no whole day. No ``@`` means that no day may be read.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple

from b2m_core.contract.codes import QUANTITIES
from b2m_core.knowledge.yaml_files import read_yaml
from b2m_core.reading.models import Reading

CORPUS: Final = Path(__file__).parent / "corpus"
KNOWN_DEFECTS: Final = CORPUS / "known_defects.yml"
_EXPECTED: Final = re.compile(
    r"(?P<code>\w+) (?P<comparator><=|>=|[=<>~]) (?P<value>\S+)"
    r"(?: @(?P<day>[0-9-]+)(?P<or_none>\?)?)?"
)


class Seen(NamedTuple):
    """One observation as far as it is scored; ``day`` in ISO form."""

    code: str
    comparator: str
    value: Decimal | str
    day: str | None

    def __str__(self) -> str:
        return f"{self.code} {self.comparator} {self.value}" + (f" @{self.day}" if self.day else "")


class Expected(NamedTuple):
    """One marked observation; ``day`` may be the beginning of one where ``or_none``."""

    seen: Seen
    or_none: bool

    def allows(self, other: Seen) -> bool:
        """Whether this is what was marked, the day included."""
        if other[:3] != self.seen[:3]:
            return False
        if self.or_none:
            return other.day is None or other.day.startswith(self.seen.day or "")
        return other.day == self.seen.day

    def lacks_only_its_day(self, other: Seen) -> bool:
        """Whether everything is right and the day was left out: a miss, no wrong value."""
        return other[:3] == self.seen[:3] and other.day is None


@dataclass(frozen=True)
class Sentence:
    """A marked sentence of the corpus."""

    phenomenon: str
    text: str
    read: tuple[Expected, ...]
    left: tuple[str, ...]


@dataclass(frozen=True)
class Score:
    """What became of one sentence."""

    sentence: Sentence
    seen: frozenset[Seen]
    reported: frozenset[str]

    @property
    def missed(self) -> list[Expected]:
        """What is marked and was not read."""
        return [one for one in self.sentence.read if not any(map(one.allows, self.seen))]

    @property
    def surplus(self) -> list[Seen]:
        """What was read and is not marked so."""
        return sorted(
            (seen for seen in self.seen if not any(one.allows(seen) for one in self.sentence.read)),
            key=str,
        )

    @property
    def wrong(self) -> list[Seen]:
        """What was read and is not so; a right value whose day was left out is only a miss."""
        return [
            seen
            for seen in self.surplus
            if not any(one.lacks_only_its_day(seen) for one in self.sentence.read)
        ]

    @property
    def is_right(self) -> bool:
        """Everything that is marked, and nothing else."""
        return not self.missed and not self.surplus

    @property
    def silent_about(self) -> list[str]:
        """Words that were neither used nor reported."""
        return [
            word
            for word in self.sentence.left
            if not any(word in said or said in word for said in self.reported)
        ]


def sentences(path: Path) -> list[Sentence]:
    """The marked sentences of one file; raises ``ValueError`` for a mark that says nothing."""
    data = read_yaml(path, path.name)
    if not isinstance(data, list):
        raise ValueError(f"{path.name}: expected a list of sentences")
    return [
        Sentence(
            phenomenon=item.get("phenomenon", path.stem),
            text=item["text"],
            read=tuple(_expected(line) for line in item.get("read", [])),
            left=tuple(item.get("left", [])),
        )
        for item in data
    ]


def corpus() -> list[Sentence]:
    """Every marked sentence."""
    files = sorted(set(CORPUS.glob("*.yml")) - {KNOWN_DEFECTS})
    return [sentence for path in files for sentence in sentences(path)]


def _expected(line: str) -> Expected:
    found = _EXPECTED.fullmatch(line)
    if not found:
        raise ValueError(f"no mark: {line}")
    return Expected(
        Seen(
            found["code"], found["comparator"], _value(found["code"], found["value"]), found["day"]
        ),
        or_none=found["or_none"] is not None,
    )


def _value(code: str, value: str) -> Decimal | str:
    return Decimal(value) if code in QUANTITIES else value


def scored(sentence: Sentence, reading: Reading) -> Score:
    """A sentence beside what our reader made of it."""
    seen = frozenset(
        Seen(
            one.code,
            one.comparator,
            one.value,
            one.effective.isoformat() if one.effective else None,
        )
        for one in reading.observations
    )
    reported = {one.as_written for one in reading.unplaced}
    supposed = {one.observation.as_written for one in reading.supposed}
    return Score(sentence, seen, frozenset(reported | supposed))


@dataclass(frozen=True)
class Quality:
    """The figures of a reader over many sentences."""

    sentences: int
    right: int
    wrong_values: int
    sentences_with_wrong: int
    misses: int
    precision: float
    recall: float
    f1: float
    reported: float

    @property
    def share_right(self) -> float:
        """Right sentences of all."""
        return self.right / self.sentences


def quality(scores: Iterable[Score]) -> Quality:
    """Figures over sentences and, micro-averaged, over observations."""
    scores = list(scores)
    found = sum(len(one.sentence.read) - len(one.missed) for one in scores)
    missed = sum(len(one.missed) for one in scores)
    surplus = sum(len(one.surplus) for one in scores)
    to_report = sum(len(one.sentence.left) for one in scores)
    return Quality(
        sentences=len(scores),
        right=sum(one.is_right for one in scores),
        wrong_values=sum(len(one.wrong) for one in scores),
        sentences_with_wrong=sum(bool(one.wrong) for one in scores),
        misses=missed,
        precision=found / ((found + surplus) or 1),
        recall=found / ((found + missed) or 1),
        f1=2 * found / ((2 * found + surplus + missed) or 1),
        reported=1 - sum(len(one.silent_about) for one in scores) / (to_report or 1),
    )
