"""``b2m read`` and ``b2m assess``: what a text says, and what follows. No Rasa, no network."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from b2m_cli.errors import BadInput
from b2m_cli.inputs import CaseFile, Input, line_input, lines
from b2m_cli.knowledge import knowledge
from b2m_cli.show import underlined
from b2m_core.contract.codes import Audience
from b2m_core.contract.labels import Labels
from b2m_core.contract.models import Answer, Observation, Unread
from b2m_core.knowledge.library import Library
from b2m_core.reading.models import Reading, Spotted, Unplaced
from b2m_core.reading.values import within
from b2m_core.respond import assess_values

if TYPE_CHECKING:
    from b2m_core.reading.reader import Reader


class Core:
    """The knowledge and the reader, for one day; raises ``Stop`` when a knowledge file is wrong."""

    def __init__(self, today: date) -> None:
        self.library = knowledge()
        self._today = today

    @cached_property
    def _reader(self) -> "Reader":
        """Made for the first text: a case needs none, and waits only half as long."""
        from b2m_core.reading.reader import Reader

        return Reader(self.library)

    def reading(self, text: str) -> Reading:
        """What a text says, with its places."""
        return self._reader.read(text, self._today)

    def read(self, text: str) -> dict[str, Any]:
        """What a text says, as contract JSON. What it only supposes is not used here."""
        reading = self.reading(text)
        supposed = (
            Unread(
                as_written=one.observation.as_written, reason=self.library.unread["hypothetical"]
            )
            for one in reading.supposed
        )
        unread = (*reading.unread(self.library.unread), *supposed)
        return {
            "observations": [spot.observation.model_dump(mode="json") for spot in reading.spotted],
            "unread": [each.model_dump(mode="json") for each in unread],
        }

    def assess(self, given: Input, audience: Audience) -> Answer:
        """What follows from a text or a case."""
        reading = (
            _as_read(given, self.library)
            if isinstance(given, CaseFile)
            else self._reader.read(given, self._today)
        )
        return assess_values(reading, self._today, self.library, audience)


def _as_read(case: CaseFile, library: Library) -> Reading:
    """A case as if a text had said it: what no patient can have is seen and not used."""
    spotted, unplaced = [], []
    for observation in case.observations:
        if _is_plausible(observation, library):
            spotted.append(Spotted(observation=observation, start=0, end=0))
        else:
            written = observation.as_written or (
                f"{observation.code} {observation.value} {observation.unit}"
            )
            unplaced.append(
                Unplaced(
                    as_written=written,
                    why="implausible_value",
                    code=observation.code,
                    start=0,
                    end=0,
                )
            )
    return Reading(spotted=tuple(spotted), unplaced=tuple(unplaced))


def _is_plausible(observation: Observation, library: Library) -> bool:
    quantity = next((q for code, q in library.quantities.items() if code == observation.code), None)
    value = observation.value
    if quantity is None or isinstance(value, str):
        return True
    whole = not quantity.whole_number or value == value.to_integral_value()
    return whole and within(quantity.plausible, value)


def read(text: str, today: date, *, as_json: bool, show: bool = False) -> None:
    """Print what a text says: a table for people, or contract JSON.

    ``show`` prints the text first, with what was seen in it underlined.
    """
    core = Core(today)
    said = core.read(text)
    if as_json:
        _print_json(said)
    else:
        if show:
            print("\n".join((*underlined(text, core.reading(text)), "")))
        print("\n".join(_table(said, core.library.labels("clinician"))))


def assess(
    given: Input, today: date, audience: Audience, *, as_json: bool, chart: Path | None = None
) -> None:
    """Print what follows from a text or a case: words for people, or contract JSON.

    ``chart`` is the file to draw serial values into. Raises ``Stop`` when there is nothing to draw;
    the answer is printed all the same.
    """
    core = Core(today)
    answer = core.assess(given, audience)
    if as_json:
        print(answer.model_dump_json())
    else:
        print(answer.text)
    if chart:
        from b2m_cli.chart import write_chart

        write_chart(answer, core.library, chart)


def read_lines(name: str, today: date) -> None:
    """``read`` for each line of a file."""
    core = Core(today)

    def said(line: bytes) -> dict[str, Any]:
        text = line_input(line, case_allowed=False)
        return core.read(str(text))

    _each_line(name, said)


def assess_lines(name: str, today: date, audience: Audience) -> None:
    """``assess`` for each line of a file."""
    core = Core(today)

    def said(line: bytes) -> dict[str, Any]:
        return core.assess(line_input(line, case_allowed=True), audience).model_dump(mode="json")

    _each_line(name, said)


def _each_line(name: str, said: Callable[[bytes], dict[str, Any]]) -> None:
    """One line out for each line in, in order; a line that fails says why and stops no other."""
    for line in lines(name):
        try:
            _print_json(said(line))
        except BadInput as refused:
            _print_json({"error": str(refused)})
        except Exception as error:  # a mistake of ours in one line must not cost the others
            _print_json({"error": f"no answer, for a mistake in the program ({error!r})"})


def _print_json(thing: dict[str, Any]) -> None:
    print(json.dumps(thing, ensure_ascii=False), flush=True)


def _table(said: dict[str, Any], labels: Labels) -> Iterator[str]:
    observations = [Observation.model_validate(each) for each in said["observations"]]
    yield from table(observations, labels) if observations else ("Nothing was read.",)
    for each in said["unread"]:
        yield f"{labels.headings['not_used']}: {each['as_written']} ({each['reason']})"


def table(observations: Iterable[Observation], labels: Labels) -> Iterator[str]:
    """Observations as a table for people, a line for each below the heads of the columns."""
    rows: list[tuple[str, ...]] = [("what", "value", "unit", "assumed", "day", "read from")]
    yield from _aligned([*rows, *(_row(observation, labels) for observation in observations)])


def _row(observation: Observation, labels: Labels) -> tuple[str, ...]:
    label = labels.observations[observation.code]
    value = str(observation.value)
    words = labels.words.get(observation.code, {})
    if observation.unit is not None:
        value = labels.comparators[observation.comparator] + value
    elif value in words:
        value = words[value]
    unit = labels.units.get(observation.unit or "", observation.unit or "")
    day = observation.effective.isoformat() if observation.effective else ""
    return label, value, unit, ", ".join(observation.assumed), day, observation.as_written


def _aligned(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()
