"""That an answer is wrong is kept with the rules and their version, and nothing of the patient."""

import asyncio
import json
import logging
from pathlib import Path

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.respond import ActionRespond
from b2m_core.case.case import Case
from b2m_core.knowledge.library import load_library
from tests.actions.trackers import TODAY, reading, tracker

LIBRARY = load_library()
KNOWN = Case().with_observations(reading("β2M 6.1, creatinine 2.4").observations, TODAY)
RULES = ["iss", "b2m_level", "serum_urine_pattern", "renal_function", "egfr_ckd_epi_b2m"]
"""Evidence file, 2.1, 2.17, 2.18, 2.19 and 2.22: the rules that speak of these two values."""


def answered(file: Path | None, intent: str = "feedback", case: Case = KNOWN) -> str:
    dispatcher = CollectingDispatcher()
    said = tracker(intent, "that's wrong", conversation={"case": case.model_dump(mode="json")})
    asyncio.run(ActionRespond(LIBRARY, file).run(dispatcher, said, {}))
    return str(dispatcher.messages[0]["text"])


def test_it_is_answered_with_how_to_report_it(tmp_path: Path) -> None:
    reply = LIBRARY.phrases.replies["feedback"].text.clinician
    assert answered(tmp_path / "feedback.jsonl").startswith(reply)


def test_it_is_kept_in_the_file(tmp_path: Path) -> None:
    answered(tmp_path / "feedback.jsonl")
    assert json.loads((tmp_path / "feedback.jsonl").read_text()) == {
        "day": TODAY.isoformat(),
        "verdict": "wrong",
        "rules": RULES,
        "topics": [],
        "knowledge_version": LIBRARY.version,
    }


def test_without_a_file_a_line_of_the_log_says_the_same(caplog: pytest.LogCaptureFixture) -> None:
    answered(None)
    (line,) = (r.getMessage() for r in caplog.records if r.name == "actions.objections")
    assert json.loads(line.removeprefix("Said to be wrong: ")) == {
        "verdict": "wrong",
        "rules": RULES,
        "topics": [],
        "knowledge_version": LIBRARY.version,
    }


def test_before_any_value_there_are_no_rules(tmp_path: Path) -> None:
    answered(tmp_path / "feedback.jsonl", case=Case())
    assert json.loads((tmp_path / "feedback.jsonl").read_text())["rules"] == []


def test_nothing_else_is_kept(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    answered(tmp_path / "feedback.jsonl", intent="thank")
    answered(None, intent="why")
    assert (list(tmp_path.iterdir()), caplog.records) == ([], [])


def test_a_file_that_cannot_be_written_costs_no_answer(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        said = answered(tmp_path / "gone" / "feedback.jsonl")
    assert said.startswith("Thank you for saying so.")
    assert [r.getMessage() for r in caplog.records] == [
        "Feedback was not kept: No such file or directory"
    ]
