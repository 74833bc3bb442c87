"""Where it goes when somebody writes that an answer is wrong: into a file, else into the log.

Either line holds codes and a version: no value, no message, no id.
"""

import logging
from datetime import date
from pathlib import Path
from typing import Final

from b2m_core.case.case import Case
from b2m_core.feedback import objection, record
from b2m_core.knowledge.library import Library

OBJECTING: Final = "feedback"
"""The intent of saying that an answer is wrong."""

logger = logging.getLogger(__name__)


def note_objection(case: Case, day: date, library: Library, file: Path | None) -> None:
    """Keep which rules spoke of the case. A file that cannot be written costs no answer."""
    kept = objection(case, library)
    if file is None:
        logger.warning("Said to be wrong: %s", kept.model_dump_json(exclude={"comment"}))
        return
    try:
        record(kept, day, file)
    except OSError as error:
        logger.error("Feedback was not kept: %s", error.strerror)
