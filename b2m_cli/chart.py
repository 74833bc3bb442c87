"""The chart of an answer as a file."""

from pathlib import Path
from typing import cast

from b2m_cli.errors import Stop
from b2m_core.contract.models import Answer
from b2m_core.knowledge.library import Library
from b2m_core.rendering.course import NoChart


def write_chart(answer: Answer, library: Library, path: Path) -> None:
    """Draw the serial values of an answer, as SVG or PNG by the file's ending; raises ``Stop``."""
    try:
        from b2m_core.rendering.chart import ChartFormat, chart
    except ModuleNotFoundError as missing:
        raise Stop(
            f"no chart: {missing.name} is not installed; it comes with the extra named chart"
        ) from None
    form = cast("ChartFormat", path.suffix.removeprefix("."))
    try:
        path.write_bytes(chart(answer, library.charting(answer.audience), form).content)
    except NoChart as reason:
        raise Stop(str(reason)) from None
    except OSError as error:
        raise Stop(f"{path} cannot be written: {error.strerror}") from None
