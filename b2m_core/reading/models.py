"""What a reading holds: what was read from a text, and what was seen in it and not used."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from b2m_core.contract.codes import ObservationCode, RuleCode
from b2m_core.contract.models import Observation, Unread
from b2m_core.knowledge.schema import Why


class Spotted(BaseModel):
    """An observation and where in the text it stands: ``text[start:end]`` is its ``as_written``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    observation: Observation
    start: int
    end: int


class Unplaced(BaseModel):
    """Words that were seen and not used, and why; ``code`` is what they would have been.

    ``completions`` are ways to write the same value with each unit that would make it plausible.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    as_written: str
    why: Why
    code: ObservationCode | None
    start: int
    end: int
    completions: tuple[str, ...] = ()


class NamedRule(BaseModel):
    """A rule that is named, and where in the text its name stands first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: RuleCode
    start: int
    end: int


class Reading(BaseModel):
    """Everything one text says, each list in the order of the text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    spotted: tuple[Spotted, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    rules: tuple[NamedRule, ...] = ()

    @property
    def observations(self) -> tuple[Observation, ...]:
        """What was read, without the places."""
        return tuple(spotted.observation for spotted in self.spotted)

    def unread(self, reasons: Mapping[Why, str]) -> tuple[Unread, ...]:
        """What was not used, in the contract's words; ``reasons`` are the library's ``unread``."""
        return tuple(
            Unread(as_written=unplaced.as_written, reason=reasons[unplaced.why])
            for unplaced in self.unplaced
        )
