"""What was read, and what was seen and not used, each at its place in the text as written."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

from b2m_core.contract.codes import CANONICAL_UNITS, Assumption, ObservationCode
from b2m_core.contract.models import Observation
from b2m_core.knowledge.schema.words import Why
from b2m_core.reading.assertion.scope import Scope
from b2m_core.reading.models import Alone, Reading, Spotted, Unplaced, Withdrawn, Written
from b2m_core.reading.spelling import Spelled


class Results:
    """Collects what one text says."""

    def __init__(self, text: str, written: Spelled) -> None:
        """Begin with nothing; ``written`` is ``text`` in one spelling."""
        self.text = text
        self.written = written
        self.spotted: list[Spotted] = []
        self.supposed: list[Spotted] = []
        self.unplaced: list[Unplaced] = []
        self.withdrawn: list[Withdrawn] = []

    def spot(
        self,
        code: ObservationCode,
        value: Decimal | str,
        place: tuple[int, int],
        scope: Scope,
        *,
        written: Written | None = None,
        assumed: tuple[Assumption, ...] = (),
    ) -> Spotted:
        """Write down an observation; ``place`` is where it stands in the one spelling.

        A number comes as ``written``, with its comparator and its day.
        """
        first, last = self.written.as_written(*place)
        spotted = Spotted(
            observation=Observation(
                code=code,
                value=value,
                unit=CANONICAL_UNITS.get(code),
                comparator=written.comparator if written else "=",
                effective=written.effective if written else None,
                as_written=self.text[first:last],
                assumed=assumed,
            ),
            start=first,
            end=last,
            written=written,
        )
        (self.supposed if scope.supposed else self.spotted).append(spotted)
        return spotted

    def leave(
        self,
        why: Why,
        code: ObservationCode | None,
        place: tuple[int, int],
        *,
        written: Written | None = None,
        completions: tuple[str, ...] = (),
    ) -> None:
        """Write down words that are not used, and why."""
        first, last = self.written.as_written(*place)
        self.unplaced.append(
            Unplaced(
                as_written=self.text[first:last],
                why=why,
                code=code,
                start=first,
                end=last,
                completions=completions,
                written=written,
            )
        )

    def take_back(self, why: Why, observations: Sequence[Spotted]) -> None:
        """Let observations not stand after all."""
        gone = {id(spotted) for spotted in observations}
        self.spotted = [one for one in self.spotted if id(one) not in gone]
        self.unplaced += [_left(spotted, why) for spotted in observations]

    def undate(self, spotted: Spotted) -> None:
        """Let an observation stand without its day."""
        observation = spotted.observation.model_copy(update={"effective": None})
        written = spotted.written and spotted.written.model_copy(update={"effective": None})
        undated = spotted.model_copy(update={"observation": observation, "written": written})
        self.spotted = [undated if one is spotted else one for one in self.spotted]

    def withdraw(
        self,
        code: ObservationCode | None,
        value: Decimal | str | None,
        place: tuple[int, int],
    ) -> None:
        """Write down that something said before is taken back."""
        first, last = self.written.as_written(*place)
        self.withdrawn.append(
            Withdrawn(
                code=code, value=value, as_written=self.text[first:last], start=first, end=last
            )
        )

    def reading(self, alone: Alone | None) -> Reading:
        """Everything in the order of the text."""
        for withdrawn in self.withdrawn:
            self._take_back_before(withdrawn)
        return Reading(
            spotted=_said_once(self.spotted),
            supposed=_said_once(self.supposed),
            unplaced=_in_order(self.unplaced) if alone is None else (),
            withdrawn=_in_order(self.withdrawn),
            alone=alone,
        )

    def _take_back_before(self, withdrawn: Withdrawn) -> None:
        """Let nothing stand that this text takes back further on: ``… Ignore the creatinine.``"""
        for spotted in tuple(self.spotted):
            seen = spotted.observation
            same_value = withdrawn.value is None or withdrawn.value == seen.value
            if spotted.end <= withdrawn.start and seen.code == withdrawn.code and same_value:
                self.take_back("corrected", [spotted])


def _left(spotted: Spotted, why: Why) -> Unplaced:
    return Unplaced(
        as_written=spotted.observation.as_written,
        why=why,
        code=spotted.observation.code,
        start=spotted.start,
        end=spotted.end,
    )


Placed = TypeVar("Placed", Spotted, Unplaced, Withdrawn)


def _in_order(found: list[Placed]) -> tuple[Placed, ...]:
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def _said_once(found: list[Spotted]) -> tuple[Spotted, ...]:
    """In the order of the text, without repetitions of what is no number."""
    said: set[tuple[str, object]] = set()
    kept = []
    for spotted in _in_order(found):
        seen = spotted.observation
        if isinstance(seen.value, str):
            if (seen.code, seen.value) in said:
                continue
            said.add((seen.code, seen.value))
        kept.append(spotted)
    return tuple(kept)
