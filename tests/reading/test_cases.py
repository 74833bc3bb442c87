"""Marked sentences: every observation, and everything that was seen and not used.

A case says ``read: ["code comparator value [assumed] @day | words"]`` and
``left: ["why code | words"]``; both lists are complete and in the order of the text. One file holds
one phenomenon. Expected values come from the evidence file, sections 2.0 and 6.
"""

import re
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest

from b2m_core.contract.codes import QUANTITIES
from b2m_core.knowledge.yaml_files import read_yaml
from b2m_core.reading.models import Reading
from b2m_core.reading.personal import hidden
from b2m_core.reading.reader import Reader
from tests.reading.conftest import TODAY

CASES: Final = sorted((Path(__file__).parent / "cases").glob("*.yml"))
_READ: Final = re.compile(
    r"(?P<code>\w+) (?P<comparator><=|>=|[=<>~]) (?P<value>\S+)"
    r"(?: \[(?P<assumed>[a-z, ]+)\])?(?: @(?P<day>\S+))? \| (?P<words>.+)",
    re.DOTALL,
)
_LEFT: Final = re.compile(r"(?P<why>\w+)(?: (?P<code>\w+))? \| (?P<words>.+)", re.DOTALL)

Case = dict[str, object]
Seen = tuple[str, str, object, tuple[str, ...], str | None, str]


def _cases() -> list[tuple[str, Case]]:
    found = []
    for path in CASES:
        data = read_yaml(path, path.name)
        assert isinstance(data, list)
        found += [(path.stem, case) for case in data]
    return found


def all_cases() -> list[Case]:
    """Every marked sentence."""
    return [case for _, case in _cases()]


def expected(case: Case) -> tuple[list[Seen], list[object]]:
    """What a case says is read and left."""
    read: list[Seen] = []
    left: list[object] = []
    for line in _lines(case, "read"):
        found = _READ.fullmatch(line)
        assert found, f"no expectation: {line}"
        assumed = tuple(re.split(", *", found["assumed"])) if found["assumed"] else ()
        value = Decimal(found["value"]) if found["code"] in QUANTITIES else found["value"]
        read.append(
            (found["code"], found["comparator"], value, assumed, found["day"], found["words"])
        )
    for line in _lines(case, "left"):
        found = _LEFT.fullmatch(line)
        assert found, f"no expectation: {line}"
        left.append((found["why"], found["code"], found["words"]))
    return read, left


def _lines(case: Case, key: str) -> list[str]:
    lines = case.get(key, [])
    assert isinstance(lines, list)
    return lines


def said(reading: Reading) -> tuple[list[Seen], list[object]]:
    """What a reading holds, in the form of a case."""
    read: list[Seen] = []
    for spotted in reading.spotted:
        seen = spotted.observation
        day = seen.effective.isoformat() if seen.effective else None
        read.append((seen.code, seen.comparator, seen.value, seen.assumed, day, seen.as_written))
    left: list[object] = [(one.why, one.code, one.as_written) for one in reading.unplaced]
    return read, left


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=f"{name}: {case['text']}") for name, case in _cases()]
)
def test_a_sentence_is_read_exactly_so(case: Case, reader: Reader) -> None:
    """Nothing more, nothing less, and each at its place in the text."""
    text = case["text"]
    assert isinstance(text, str)
    reading = reader.read(text, TODAY)
    assert said(reading) == expected(case)
    shown = hidden(text, reading.personal)
    for spotted in reading.spotted:
        assert shown[spotted.start : spotted.end] == spotted.observation.as_written
    for unplaced in reading.unplaced:
        assert shown[unplaced.start : unplaced.end] == unplaced.as_written
