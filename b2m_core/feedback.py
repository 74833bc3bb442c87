"""What a reader says about an answer, and where it is kept.

One line of JSON for each, in the file that ``B2M_FEEDBACK_FILE`` names; without it nothing is kept.
A line holds codes, a verdict and a comment: no value, no message, no id, and of the time the day.
"""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import StringConstraints

from b2m_core.case.case import Case
from b2m_core.contract.codes import RuleCode, TopicCode
from b2m_core.contract.models import Contract
from b2m_core.knowledge.library import Library
from b2m_core.reasoning.assess import assess

FILE_VARIABLE: Final = "B2M_FEEDBACK_FILE"
MAX_COMMENT_CHARACTERS: Final = 1_000

Verdict = Literal["right", "wrong"]
Version = Annotated[str, StringConstraints(pattern=r"^[0-9.]+(\+[0-9a-f]+)?$", max_length=40)]
Comment = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=MAX_COMMENT_CHARACTERS)
]


class BadFeedbackFile(ValueError):
    """``B2M_FEEDBACK_FILE`` names a place where no file can be."""


class Feedback(Contract):
    """Whether an answer is right: the rules and topics it came from, and their version."""

    verdict: Verdict
    rules: tuple[RuleCode, ...]
    topics: tuple[TopicCode, ...]
    knowledge_version: Version
    comment: Comment = ""


def objection(case: Case, library: Library) -> Feedback:
    """What is kept when somebody writes that an answer is wrong: the rules that spoke of a case."""
    return Feedback(
        verdict="wrong",
        rules=tuple(conclusion.rule for conclusion in assess(case, library).conclusions),
        topics=(),
        knowledge_version=library.version,
    )


def feedback_file(environment: Mapping[str, str] = os.environ) -> Path | None:
    """Where feedback is kept, if anywhere; raises ``BadFeedbackFile`` where that cannot be."""
    named = environment.get(FILE_VARIABLE, "")
    if not named:
        return None
    file = Path(named)
    if not file.parent.is_dir() or file.is_dir():
        raise BadFeedbackFile(f"{FILE_VARIABLE}: expected a file in a folder that is there: {file}")
    return file


def record(feedback: Feedback, day: date, file: Path) -> None:
    """Append one line, for the eyes of the file's owner; raises ``OSError`` where it cannot.

    The line goes out in one piece, so that two servers may share the file.
    """
    line = feedback.model_dump_json(exclude={"comment"} if not feedback.comment else None)
    whole = f'{{"day":"{day.isoformat()}",{line[1:]}\n'.encode()
    place = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(place, whole)
    finally:
        os.close(place)
