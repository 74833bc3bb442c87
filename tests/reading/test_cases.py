"""Marked sentences: every observation, and everything that was seen and not used.

A case says ``read: ["code comparator value [assumed] @day | words"]``, ``supposed`` in the same
form, ``left: ["why code | words"]`` and ``withdrawn: ["code value | words"]``; the lists are
complete and in the order of the text. One file holds one phenomenon. Expected values come from the
evidence file, sections 2.0 and 6.
"""

import re
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from b2m_core.contract.codes import QUANTITIES
from b2m_core.knowledge.yaml_files import read_yaml
from b2m_core.reading.models import Reading, Spotted
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
_WITHDRAWN: Final = re.compile(
    r"(?:(?P<code>\w+)(?: (?P<value>\S+))? )?\| (?P<words>.+)", re.DOTALL
)

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


class Expected(NamedTuple):
    """Everything that a case says of its text."""

    read: list[Seen]
    supposed: list[Seen]
    left: list[tuple[str, str | None, str]]
    withdrawn: list[tuple[str | None, object, str]]


def expected(case: Case) -> Expected:
    """What a case says is read, supposed, left and withdrawn."""
    return Expected(
        read=[_seen(line) for line in _lines(case, "read")],
        supposed=[_seen(line) for line in _lines(case, "supposed")],
        left=[_left(line) for line in _lines(case, "left")],
        withdrawn=[_withdrawn(line) for line in _lines(case, "withdrawn")],
    )


def _seen(line: str) -> Seen:
    found = _READ.fullmatch(line)
    assert found, f"no expectation: {line}"
    assumed = tuple(re.split(", *", found["assumed"])) if found["assumed"] else ()
    value = _value(found["code"], found["value"])
    return (found["code"], found["comparator"], value, assumed, found["day"], found["words"])


def _left(line: str) -> tuple[str, str | None, str]:
    found = _LEFT.fullmatch(line)
    assert found, f"no expectation: {line}"
    return (found["why"], found["code"], found["words"])


def _withdrawn(line: str) -> tuple[str | None, object, str]:
    found = _WITHDRAWN.fullmatch(line)
    assert found, f"no expectation: {line}"
    value = _value(found["code"], found["value"]) if found["value"] else None
    return (found["code"], value, found["words"])


def _value(code: str, value: str) -> object:
    return Decimal(value) if code in QUANTITIES else value


def _lines(case: Case, key: str) -> list[str]:
    lines = case.get(key, [])
    assert isinstance(lines, list)
    return lines


def said(reading: Reading) -> Expected:
    """What a reading holds, in the form of a case."""
    return Expected(
        read=[_as_seen(spotted) for spotted in reading.spotted],
        supposed=[_as_seen(spotted) for spotted in reading.supposed],
        left=[(one.why, one.code, one.as_written) for one in reading.unplaced],
        withdrawn=[(one.code, one.value, one.as_written) for one in reading.withdrawn],
    )


def _as_seen(spotted: Spotted) -> Seen:
    seen = spotted.observation
    day = seen.effective.isoformat() if seen.effective else None
    return (seen.code, seen.comparator, seen.value, seen.assumed, day, seen.as_written)


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
    for spotted in (*reading.spotted, *reading.supposed):
        assert shown[spotted.start : spotted.end] == spotted.observation.as_written
    for one in (*reading.unplaced, *reading.withdrawn):
        assert shown[one.start : one.end] == one.as_written
