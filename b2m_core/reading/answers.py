"""Which observation is an answer to a question that was asked?

A message that is nothing but ``3.6 g/dL``, ``yes`` or ``µg/L`` names nothing: what it says depends
on what was asked before. These functions need no text and no reader, only what was read.
"""

from b2m_core.contract.codes import (
    CANONICAL_UNITS,
    CODED,
    PRESENCES,
    Assumption,
    ObservationCode,
    QuantityCode,
)
from b2m_core.contract.models import Observation
from b2m_core.knowledge.library import Library
from b2m_core.reading.models import Alone, Reading, Spotted, Unplaced, Written
from b2m_core.reading.values import Value, value_of

_PRESENCE = {"yes": "present", "no": "absent"}


def answer_in(reading: Reading) -> Unplaced | Alone | None:
    """What in a reading may be the answer to a question: all that it says, or nothing."""
    if not reading.only_number or len(reading.unplaced) != 1:
        return reading.alone
    only = reading.unplaced[0]
    return only if only.written is not None and only.code is None else None


def answer_to(
    asked: ObservationCode, said: Unplaced | Alone, library: Library
) -> Spotted | Unplaced | None:
    """What was said, as an observation of what was asked; null where it does not answer that.

    A number that cannot be a value of it comes back unplaced, with its reason and its code.
    """
    if isinstance(said, Unplaced):
        quantity = next((code for code in library.quantities if code == asked), None)
        return _as_value(quantity, said, said.written, library) if quantity else None
    value: str | None = None
    if asked in PRESENCES:
        value = _PRESENCE.get(said.says or "")
    elif asked in CODED:
        value = next((says for code, says in said.coded if code == asked), None)
    return _spotted(asked, value, said) if value is not None else None


def in_unit(read: Spotted | Unplaced, said: Alone, library: Library) -> Spotted | Unplaced | None:
    """A value that was read before, in the unit that is said now.

    Null where it was no number, or where the unit is said of another quantity.
    """
    code = read.observation.code if isinstance(read, Spotted) else read.code
    quantity = next((one for one in library.quantities if one == code), None)
    if quantity is None or read.written is None or said.code not in (None, quantity):
        return None
    written = read.written.model_copy(update={"units": said.units})
    return _as_value(quantity, read, written, library)


def _as_value(
    code: QuantityCode, said: Spotted | Unplaced, written: Written | None, library: Library
) -> Spotted | Unplaced | None:
    if written is None:
        return None
    quantity = library.quantities[code]
    value = value_of(quantity, written.form, written.numbers, written.units)
    words = said.as_written if isinstance(said, Unplaced) else said.observation.as_written
    if not isinstance(value, Value):
        return Unplaced(
            as_written=words,
            why=value,
            code=code,
            start=said.start,
            end=said.end,
            written=written,
        )
    assumed: tuple[Assumption, ...] = ("unit",) if value.unit_assumed else ()
    return Spotted(
        observation=Observation(
            code=code,
            value=value.number,
            unit=CANONICAL_UNITS[code],
            comparator=written.comparator,
            effective=written.effective,
            as_written=words,
            assumed=assumed,
        ),
        start=said.start,
        end=said.end,
        written=written,
    )


def _spotted(code: ObservationCode, value: str, said: Alone) -> Spotted:
    return Spotted(
        observation=Observation(
            code=code,
            value=value,
            unit=None,
            comparator="=",
            effective=None,
            as_written=said.as_written,
            assumed=(),
        ),
        start=said.start,
        end=said.end,
    )
