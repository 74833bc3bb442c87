"""Observations as a test writes them: a number, "> 5.0", "177 µmol/L", or a word."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from b2m_core.case.case import Case
from b2m_core.contract.codes import CANONICAL_UNITS
from b2m_core.contract.models import Observation
from b2m_core.knowledge.library import load_library
from b2m_core.knowledge.yaml_files import read_yaml

UNMENTIONED = "unmentioned"

_WRITTEN = re.compile(r"(?P<comparator><=|>=|<|>|~)? ?(?P<number>[0-9.]+)(?: (?P<unit>\S+))?")


def observation(code: str, written: object, **more: Any) -> Observation:
    """One observation. Raises ``ValueError`` for what cannot be read."""
    if code not in CANONICAL_UNITS:
        return Observation.model_validate({"code": code, "value": written, "unit": None, **more})
    found = _WRITTEN.fullmatch(str(written))
    if found is None:
        raise ValueError(f"{code}: {written} is no number with a comparator and a unit")
    number, unit = Decimal(found["number"]), CANONICAL_UNITS[code]
    if found["unit"] and found["unit"] != unit:
        number = _converted(code, number, found["unit"])
    return Observation.model_validate(
        {
            "code": code,
            "value": number,
            "unit": unit,
            "comparator": found["comparator"] or "=",
            **more,
        }
    )


def _converted(code: str, number: Decimal, unit: str) -> Decimal:
    from b2m_core.units import converted  # noqa: PLC0415 - only these cases need it

    item = load_library().quantities[code]  # type: ignore[index]
    factor = item.units[unit]
    return converted(
        number, times=factor.times, divided_by=factor.divided_by, decimals=item.decimals
    )


def observations(given: Mapping[str, object]) -> Iterator[Observation]:
    """The observations of one message; a list gives several of one code."""
    for code, written in given.items():
        for one in written if isinstance(written, list) else [written]:
            if one != UNMENTIONED:
                yield observation(code, one)


def case(*turns: Mapping[str, object]) -> Case:
    """The case after these turns."""
    result = Case()
    for given in turns:
        result = result.with_observations(tuple(observations(given)))
    return result


def read_cases(path: Path) -> list[dict[str, Any]]:
    """The cases of a file, numbers as exact decimals."""
    found = read_yaml(path, path.name)
    if not isinstance(found, list):
        raise ValueError(f"{path.name}: expected a list of cases")
    return found
