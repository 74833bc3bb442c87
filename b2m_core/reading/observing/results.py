"""What was read, and what was seen and not used, each at its place in the text as written."""

from decimal import Decimal

from b2m_core.contract.codes import CANONICAL_UNITS, Assumption, ObservationCode
from b2m_core.contract.models import Observation
from b2m_core.knowledge.schema import Why
from b2m_core.reading.binding.bound import Bound
from b2m_core.reading.models import Reading, Spotted, Unplaced
from b2m_core.reading.spelling import Spelled


class Results:
    """Collects what one text says."""

    def __init__(self, text: str, written: Spelled) -> None:
        """Begin with nothing; ``written`` is ``text`` in one spelling."""
        self.text = text
        self.written = written
        self.spotted: list[Spotted] = []
        self.unplaced: list[Unplaced] = []

    def spot(
        self,
        code: ObservationCode,
        value: Decimal | str,
        start: int,
        end: int,
        *,
        bound: Bound | None = None,
        assumed: tuple[Assumption, ...] = (),
    ) -> Spotted:
        """Write down an observation; ``start`` and ``end`` are its place in the one spelling.

        A number brings what ``bound`` knows of it: the comparator and the day.
        """
        first, last = self.written.as_written(start, end)
        spotted = Spotted(
            observation=Observation(
                code=code,
                value=value,
                unit=CANONICAL_UNITS.get(code),
                comparator=bound.comparator if bound else "=",
                effective=bound.effective if bound else None,
                as_written=self.text[first:last],
                assumed=assumed,
            ),
            start=first,
            end=last,
        )
        self.spotted.append(spotted)
        return spotted

    def leave(
        self,
        why: Why,
        code: ObservationCode | None,
        start: int,
        end: int,
        completions: tuple[str, ...] = (),
    ) -> None:
        """Write down words that are not used, and why."""
        first, last = self.written.as_written(start, end)
        self.unplaced.append(
            Unplaced(
                as_written=self.text[first:last],
                why=why,
                code=code,
                start=first,
                end=last,
                completions=completions,
            )
        )

    def take_back(self, spotted: Spotted) -> None:
        """Let an observation that the text corrects not stand."""
        self.spotted = [one for one in self.spotted if one is not spotted]
        self.unplaced.append(
            Unplaced(
                as_written=spotted.observation.as_written,
                why="corrected",
                code=spotted.observation.code,
                start=spotted.start,
                end=spotted.end,
            )
        )

    def reading(self) -> Reading:
        """Everything in the order of the text, without repetitions of what is no number."""
        said: set[tuple[str, object]] = set()
        kept = []
        for spotted in sorted(self.spotted, key=lambda one: (one.start, one.end)):
            seen = spotted.observation
            if isinstance(seen.value, str):
                if (seen.code, seen.value) in said:
                    continue
                said.add((seen.code, seen.value))
            kept.append(spotted)
        unplaced = sorted(self.unplaced, key=lambda one: (one.start, one.end))
        return Reading(spotted=tuple(kept), unplaced=tuple(unplaced))
