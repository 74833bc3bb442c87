"""The observations of the current patient, with the turn in which each was stated.

A case is one JSON object that travels with the conversation. ``known`` says what follows from it.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final, get_args

from b2m_core.contract.codes import ObservationCode
from b2m_core.contract.models import Frozen, Observation


class Entry(Frozen):
    """An observation, the turn in which it was stated, and the day of that turn if it is known."""

    observation: Observation
    turn: int
    day: date | None = None


class Case(Frozen):
    """Everything stated about the current patient that was not replaced since.

    The entries stand in the contract's order of codes, those of one code by their day and then as
    they were stated: the order in which a case was told does not show.
    """

    entries: tuple[Entry, ...] = ()
    turn: int = 0

    @property
    def observations(self) -> tuple[Observation, ...]:
        """The observations, in the order of the entries."""
        return tuple(entry.observation for entry in self.entries)

    def without(self, observations: Iterable[Observation]) -> "Case":
        """The case, had these observations not been stated."""
        gone = tuple(observations)
        kept = (entry for entry in self.entries if entry.observation not in gone)
        return Case(entries=tuple(kept), turn=self.turn)

    def with_observations(
        self, observations: Iterable[Observation], day: date | None = None
    ) -> "Case":
        """The case after the next turn.

        A new observation replaces an earlier turn's observation of the same code with the same
        stated date, or without one when it has none itself. All others stay: they are the series.
        ``day`` is the day of the turn; it places undated observations among dated ones.
        """
        stated = tuple(observations)
        replaced = {(observation.code, observation.effective) for observation in stated}
        turn = self.turn + 1
        kept = (
            entry
            for entry in self.entries
            if (entry.observation.code, entry.observation.effective) not in replaced
        )
        new = (Entry(observation=observation, turn=turn, day=day) for observation in stated)
        return Case(entries=tuple(sorted((*kept, *new), key=_place)), turn=turn)


_ORDER: Final = {code: place for place, code in enumerate(get_args(ObservationCode))}


def _place(entry: Entry) -> tuple[int, date, int]:
    """Where an entry stands among the others."""
    observation = entry.observation
    return _ORDER[observation.code], observation.effective or entry.day or date.max, entry.turn
