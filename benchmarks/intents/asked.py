"""What does a model take a phrase for, how surely, and what does that cost?"""

import asyncio
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, get_args

import psutil
import yaml

from b2m_cli.model import PROJECT
from b2m_core.contract.codes import TopicCode

FOLDER: Final = PROJECT / "tests" / "nlu"
HELD_OUT: Final = ("development", "final", "third_development", "third_final", "same_author")
"""The files of ``held_out/``, in the order in which they are reported."""

TOPICS: Final = get_args(TopicCode)
REFUSING: Final = {"treatment", "emergency", "out_of_scope"}
FALLBACK: Final = "nlu_fallback"
WRONG_COSTS: Final = 10
"""What a wrong answer costs, in clarifications."""


@dataclass(frozen=True)
class Phrase:
    """A phrase that was not trained on, from where, and the intent that it means.

    ``longer``: it stands in the middle of a longer message.
    """

    source: str
    meant: str
    text: str
    longer: bool = False


@dataclass(frozen=True)
class Asked(Phrase):
    """A phrase, what a model takes it for, and how surely."""

    taken: str = ""
    confidence: float = 0

    @property
    def right(self) -> bool:
        """Taken for what was meant; what is not answered may be refused in any way."""
        return self.taken == self.meant or {self.taken, self.meant} <= REFUSING


@dataclass(frozen=True)
class Answers:
    """What a model made of the phrases; the median turn, and the memory of the whole process."""

    asked: list[Asked]
    latency_ms: float
    memory_mb: float


def ask(model: Path, phrases: list[Phrase]) -> Answers:
    """Have a trained model understand each phrase, without a dialogue."""
    from rasa.core.agent import Agent  # noqa: PLC0415  # takes seconds, only needed here

    agent = Agent.load(str(model))
    asked, latencies = [], []
    for one in phrases:
        began = time.perf_counter()
        understood = asyncio.run(agent.parse_message(one.text))
        latencies.append(1000 * (time.perf_counter() - began))
        best = next(i for i in understood["intent_ranking"] if i["name"] != FALLBACK)
        asked.append(Asked(**vars(one), taken=best["name"], confidence=best["confidence"]))
    memory_mb = psutil.Process().memory_info().rss / 1e6
    return Answers(asked, statistics.median(latencies), memory_mb)


def held_out(source: str) -> list[Phrase]:
    """The phrases of one file of ``held_out/``."""
    kinds = yaml.safe_load((FOLDER / "held_out" / f"{source}.yml").read_text())
    nothing = {"out_of_scope": kinds.pop("none")}
    return [
        Phrase(source, meant, text)
        for kind in (*kinds.values(), nothing)
        for meant, texts in kind.items()
        for text in texts
    ]


def in_longer_messages(phrases: list[Phrase]) -> Iterator[Phrase]:
    """The questions and what must be refused, each with other sentences and values around it."""
    around = yaml.safe_load((FOLDER / "longer_messages.yml").read_text())
    asked = [one for one in phrases if one.meant in (*TOPICS, "treatment", "emergency")]
    for place, one in enumerate(asked):
        message = around[place % len(around)].format(_ended(one))
        yield Phrase(one.source, one.meant, message, longer=True)


def _ended(phrase: Phrase) -> str:
    if phrase.text[-1] in ".?!":
        return phrase.text
    return phrase.text + ("?" if phrase.meant in TOPICS else ".")


def of_topics(asked: list[Asked]) -> list[Asked]:
    """Those that mean a topic."""
    return [one for one in asked if one.meant in TOPICS]


def costs(asked: list[Asked], threshold: float) -> tuple[int, int]:
    """Wrong answers and clarifications, where the model asks back below a threshold.

    Asking back where the phrase fits nothing is no cost, and a refusal is never put off.
    """
    back = [one.confidence < threshold and one.taken not in REFUSING for one in asked]
    wrong = sum(not one.right and not asks for one, asks in zip(asked, back, strict=True))
    unwanted = sum(
        asks and one.meant != "out_of_scope" for one, asks in zip(asked, back, strict=True)
    )
    return wrong, unwanted


def cost(asked: list[Asked], threshold: float) -> int:
    """Both in one number: clarifications, a wrong answer being ``WRONG_COSTS`` of them."""
    wrong, back = costs(asked, threshold)
    return WRONG_COSTS * wrong + back
