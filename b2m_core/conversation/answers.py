"""What does a message say as an answer to what was asked?

``3.6``, ``yes`` or ``µg/L`` say nothing by themselves. What was asked before tells what they are
of; where two things could be meant, neither is guessed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from b2m_core.contract.codes import Asked
from b2m_core.conversation.turn import Conversation, Turn
from b2m_core.knowledge.library import Library
from b2m_core.reading.answers import answer_in, answer_to, in_unit
from b2m_core.reading.models import Alone, Spotted, Unplaced, Withdrawn

Read = Spotted | Unplaced


@dataclass(frozen=True)
class Found:
    """What was said as the answer to one thing; ``was`` is the number before that it completes."""

    asked: Asked
    read: Read
    was: Read | None = None


@dataclass(frozen=True)
class Answered:
    """A turn in which answers stand as what they say.

    ``given`` says that it is an answer, ``unclear`` what it could be an answer to where that is
    more than one thing.
    """

    turn: Turn
    given: bool = False
    unclear: tuple[Asked, ...] = ()


def answered(turn: Turn, before: Conversation, library: Library) -> Answered:
    """The turn, with its answer bound to what was asked or to the number that it completes."""
    said = answer_in(turn.reading)
    if said is None:
        return Answered(turn)
    if isinstance(said, Alone) and (said.units or said.specimen):
        found = _completed(said, before.numbers, library)
    else:
        found = tuple(Found(*answer) for answer in _answers(said, before.asked, library))
    values = [one for one in found if isinstance(one.read, Spotted)]
    if len(values) > 1:
        about = tuple(dict.fromkeys(one.asked for one in found))
        return Answered(turn, given=True, unclear=about)
    one = values or found
    return Answered(_with(turn, one[0]), given=True) if len(one) == 1 else Answered(turn)


def _with(turn: Turn, found: Found) -> Turn:
    """The turn, had the message named what it answers."""
    read, was = found.read, found.was
    spotted, unplaced = ((read,), ()) if isinstance(read, Spotted) else ((), (read,))
    withdrawn: tuple[Withdrawn, ...] = ()
    if isinstance(was, Spotted) and was.observation.code != found.asked:
        seen = was.observation
        withdrawn = (
            Withdrawn(
                code=seen.code,
                value=seen.value,
                as_written=seen.as_written,
                start=was.start,
                end=was.end,
            ),
        )
    reading = turn.reading.model_copy(
        update={
            "spotted": spotted,
            "unplaced": unplaced,
            "withdrawn": withdrawn,
            "alone": None,
        }
    )
    return turn.model_copy(update={"reading": reading})


def _answers(
    said: Unplaced | Alone, asked: Iterable[Asked], library: Library
) -> Iterator[tuple[Asked, Read]]:
    """What was said as an answer to each question; a level also answers for its quantity."""
    observed = {*library.quantities, *library.coded, *library.presences}
    for one in asked:
        levels = (level.code for level in library.levels.values() if level.value == one)
        for code in (one, *levels):
            if code in observed:
                read = answer_to(code, said, library)
                if read is not None:
                    yield one, read


def _completed(said: Alone, numbers: Iterable[Read], library: Library) -> tuple[Found, ...]:
    """The numbers before in the unit or specimen that is said now; first those not used so far."""
    done: list[Found] = []
    for number in numbers:
        read = in_unit(number, said, library) if said.units else _in_specimen(number, said, library)
        if isinstance(read, Spotted):
            done.append(Found(read.observation.code, read, number))
    waiting = tuple(one for one in done if isinstance(one.was, Unplaced))
    return waiting or tuple(done)


def _in_specimen(number: Read, said: Alone, library: Library) -> Read | None:
    """The number as what the same name means in this specimen."""
    was = number.code if isinstance(number, Unplaced) else number.observation.code
    named = next((item for code, item in library.quantities.items() if code == was), None)
    if named is None or number.written is None:
        return None
    for code, item in library.quantities.items():
        if item.specimen == said.specimen and set(item.spellings) & set(named.spellings):
            words = (
                number.as_written if isinstance(number, Unplaced) else number.observation.as_written
            )
            waiting = Unplaced(
                as_written=words,
                why="specimen_unclear",
                code=None,
                start=number.start,
                end=number.end,
                written=number.written,
            )
            return answer_to(code, waiting, library)
    return None
