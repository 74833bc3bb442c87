"""The chart that an answer comes with, drawn for a channel."""

import asyncio
import logging
from typing import TYPE_CHECKING

from b2m_core.contract.charting import Charting
from b2m_core.contract.models import Answer
from b2m_core.knowledge.library import Library
from b2m_core.rendering.course import NoChart, course

if TYPE_CHECKING:
    from b2m_core.rendering.chart import Chart, ChartFormat

logger = logging.getLogger(__name__)


async def draw(answer: Answer, library: Library, form: "ChartFormat") -> "Chart | None":
    """Draw what serial values show; nothing where an answer compares none.

    An answer is never lost for its picture: where drawing fails there is none.
    """
    if answer.kind != "trend":
        return None
    charting = library.charting(answer.audience)
    try:
        course(answer, charting)
        return await asyncio.to_thread(_drawn, answer, charting, form)
    except NoChart:
        return None
    except Exception as error:  # its words may hold values
        logger.error("A chart could not be drawn: %s", type(error).__name__)
        return None


def _drawn(answer: Answer, charting: Charting, form: "ChartFormat") -> "Chart":
    """Draw in a thread of its own, where loading matplotlib holds nobody up."""
    from b2m_core.rendering.chart import chart  # noqa: PLC0415

    return chart(answer, charting, form)
