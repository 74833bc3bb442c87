"""What is kept of a judgment on an answer: codes, version, verdict, comment, day; no more."""

import json
import stat
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from b2m_core.case.case import Case
from b2m_core.contract.models import Observation
from b2m_core.feedback import (
    FILE_VARIABLE,
    MAX_COMMENT_CHARACTERS,
    BadFeedbackFile,
    Feedback,
    feedback_file,
    objection,
    record,
)
from b2m_core.knowledge.library import load_library

DAY = date(2026, 11, 22)
GIVEN = {"verdict": "wrong", "rules": ["iss"], "topics": [], "knowledge_version": "2026.11.1"}


def test_a_line_holds_what_was_given_and_the_day(tmp_path: Path) -> None:
    file = tmp_path / "feedback.jsonl"
    record(Feedback.model_validate({**GIVEN, "comment": " Stage II?\n"}), DAY, file)
    record(Feedback.model_validate({**GIVEN, "verdict": "right"}), DAY, file)
    lines = file.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [
        {"day": "2026-11-22", **GIVEN, "comment": "Stage II?"},
        {"day": "2026-11-22", **GIVEN, "verdict": "right"},
    ]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_of_an_answer_its_codes_and_version_are_kept_and_no_value() -> None:
    library = load_library()
    value = Observation(code="b2m_serum", value=7.3, unit="mg/L", as_written="β2M 7.3")
    kept = objection(Case().with_observations((value,), DAY), library)
    assert kept.knowledge_version == library.version
    assert "iss" in kept.rules
    assert kept.comment == ""
    assert "7.3" not in kept.model_dump_json()


@pytest.mark.parametrize(
    "wrong",
    [
        {"verdict": "maybe"},
        {"rules": ["β2M 6.1"]},
        {"topics": ["John Smith"]},
        {"knowledge_version": "Mr Smith"},
        {"knowledge_version": "1" * 41},
        {"comment": "x" * (MAX_COMMENT_CHARACTERS + 1)},
        {"conversation": "abc"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_nothing_else_can_be_kept(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Feedback.model_validate({**GIVEN, **wrong})


def test_the_longest_comment_is_kept() -> None:
    comment = "x" * MAX_COMMENT_CHARACTERS
    assert Feedback.model_validate({**GIVEN, "comment": comment}).comment == comment


def test_without_a_file_nothing_is_kept(tmp_path: Path) -> None:
    assert feedback_file({}) is None
    assert feedback_file({FILE_VARIABLE: ""}) is None
    named = tmp_path / "feedback.jsonl"
    assert feedback_file({FILE_VARIABLE: str(named)}) == named
    assert not named.exists()


@pytest.mark.parametrize("place", ["missing/feedback.jsonl", "."])
def test_a_place_where_no_file_can_be_is_refused(tmp_path: Path, place: str) -> None:
    with pytest.raises(BadFeedbackFile, match=FILE_VARIABLE):
        feedback_file({FILE_VARIABLE: str(tmp_path / place)})
