"""The chart of serial values as SVG or PNG. The one place that imports matplotlib.

Start with ``chart``; what is shown is decided in ``course``. The same answer gives the same bytes.
Nothing is told by colour alone: each value stands beside its point, a limit is another marker than
a number, and every line has its own dashes and its value at the edge.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO
from itertools import pairwise
from textwrap import wrap
from threading import Lock
from typing import Any, Final, Literal
from xml.etree import ElementTree

import matplotlib.style
from matplotlib.axes import Axes
from matplotlib.dates import DateFormatter, date2num
from matplotlib.figure import Figure

from b2m_core.contract.charting import Charting
from b2m_core.contract.models import Answer, Observation
from b2m_core.rendering.course import Course, Line, course, day_of, outstanding, value_of

ChartFormat = Literal["svg", "png"]

STYLE: Final[dict[str, Any]] = {
    "font.family": "DejaVu Sans",  # comes with matplotlib: the same letters everywhere
    "font.size": 9,
    "svg.fonttype": "path",  # and in an SVG too, whatever fonts the reader has
    "svg.hashsalt": "b2m",  # else each SVG has ids of its own
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "text.color": "#222222",
    "axes.labelcolor": "#222222",
    "xtick.color": "#222222",
    "ytick.color": "#222222",
}
BLUE, VERMILION, GREY = "#005A9C", "#A63C00", "#444444"
"""Told apart in the usual kinds of colour blindness, and dark enough to read on white."""

MARKERS: Final = {"<": "v", "<=": "v", ">": "^", ">=": "^", "=": "o", "~": "o"}
"""A limit points to where the value may be."""

DASHES: Final = {True: (0, (6, 2)), False: (0, (1, 2))}
"""Of lines that are a laboratory's limit, and of cut-offs."""

WIDTH_IN, MAIN_IN, BESIDE_IN, LINE_IN = 6.4, 3.0, 1.3, 0.19
HEAD_IN, FOOT_IN, GAP_IN = 0.35, 0.35, 0.45
DOTS_PER_INCH = 160
LEGEND_LETTERS = 84
ROOM_OVER = 1.15
"""The axis ends so far above the highest thing shown."""

LABEL_WIDTH, LABEL_HEIGHT = 0.11, 0.08
"""The room of a value beside its point, in parts of the axes."""

DAY_WIDTH = 0.19
"""The room of a day under the axis, in parts of the time shown."""

EDGE_HEIGHT = 0.06

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
TITLE_ID, DESCRIPTION_ID = "b2m-chart-title", "b2m-chart-description"

_drawing = Lock()
"""matplotlib's style belongs to the whole process."""


@dataclass(frozen=True)
class Chart:
    """A picture, and the same in words for whoever does not see it."""

    content: bytes
    title: str
    alt: str


def chart(answer: Answer, charting: Charting, form: ChartFormat) -> Chart:
    """The chart of an answer's serial values.

    Raises ``NoChart``, with the reason in the words of the user, where there is nothing to draw.
    """
    shown = course(answer, charting)
    with _drawing, matplotlib.style.context(["default", STYLE]):
        figure = _figure(shown, charting)
        content = _svg(figure, shown) if form == "svg" else _png(figure, shown)
    return Chart(content, shown.title, shown.alt)


def _figure(shown: Course, charting: Charting) -> Figure:
    rows = _legend(shown)
    heights = [
        MAIN_IN,
        *([BESIDE_IN] if shown.beside else []),
        *([len(rows) * LINE_IN] if rows else []),
    ]
    height = sum(heights) + HEAD_IN + FOOT_IN + (len(heights) - 1) * GAP_IN
    figure = Figure(figsize=(WIDTH_IN, height), dpi=DOTS_PER_INCH)
    figure.subplots_adjust(
        left=0.09,
        right=0.91,
        top=1 - HEAD_IN / height,
        bottom=FOOT_IN / height,
        hspace=GAP_IN * len(heights) / sum(heights),
    )
    grid = figure.add_gridspec(len(heights), 1, height_ratios=heights)
    main = figure.add_subplot(grid[0])
    main.set_title(shown.title)
    top = max(map(value_of, shown.values))
    top = max(top, *(line.value for line in shown.lines)) if shown.lines else top
    _series(main, shown.values, float(top), BLUE, charting)
    for line in shown.lines:
        main.axhline(float(line.value), linestyle=DASHES[line.is_limit], **_look(line))
    _edge(main, shown.lines)
    _days(main, shown)
    if shown.beside:
        second = figure.add_subplot(grid[1], sharex=main)
        _series(second, shown.beside, float(max(map(value_of, shown.beside))), GREY, charting)
        main.tick_params(labelbottom=False)
    if rows:
        _under(figure.add_subplot(grid[-1]), rows)
    return figure


def _look(line: Line) -> dict[str, Any]:
    return {"color": GREY if line.is_limit else VERMILION, "linewidth": 1.2, "zorder": 1}


def _series(
    axes: Axes, values: Sequence[Observation], top: float, color: str, charting: Charting
) -> None:
    """The values with their markers; a line that ends at a limit or at one of several is dotted."""
    labels = charting.labels
    axes.set_ylim(0, top * ROOM_OVER)
    unit = labels.units.get(values[0].unit or "", values[0].unit)
    axes.set_ylabel(f"{labels.observations[values[0].code]}, {unit}")
    days = sorted({day_of(value) for value in values})
    of_day = {day: [value for value in values if day_of(value) == day] for day in days}
    for earlier, later in pairwise(days):
        sure = [
            len(of_day[day]) == 1 and of_day[day][0].comparator == "=" for day in (earlier, later)
        ]
        for start in of_day[earlier]:
            for end in of_day[later]:
                axes.plot(
                    [date2num(earlier), date2num(later)],
                    [float(value_of(start)), float(value_of(end))],
                    color=color,
                    linewidth=1.4,
                    linestyle="-" if all(sure) else ":",
                    zorder=2,
                )
    for value in values:
        axes.plot(
            [date2num(day_of(value))],
            [float(value_of(value))],
            marker=MARKERS[value.comparator],
            markersize=7,
            color=color,
            markerfacecolor=color if value.comparator == "=" else "white",
            zorder=3,
        )
    _values(axes, values, charting)


def _values(axes: Axes, values: Sequence[Observation], charting: Charting) -> None:
    """Each value in words above its point, where there is room; those that matter most first."""
    span = max((day_of(values[-1]) - day_of(values[0])).days, 1)
    highest = axes.get_ylim()[1]
    taken: list[tuple[float, float]] = []
    for value in dict.fromkeys((*outstanding(values), *values)):
        across = (day_of(value) - day_of(values[0])).days / span
        up = float(value_of(value)) / highest
        if any(abs(across - x) < LABEL_WIDTH and abs(up - y) < LABEL_HEIGHT for x, y in taken):
            continue
        taken.append((across, up))
        axes.annotate(
            charting.labels.stated(value.model_copy(update={"unit": None})),
            (date2num(day_of(value)), float(value_of(value))),
            xytext=(0, 7),
            textcoords="offset points",
            ha="center",
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.6},
            zorder=4,
        )


def _edge(axes: Axes, lines: Sequence[Line]) -> None:
    """The value of each line at the right edge, moved apart where lines are close."""
    ordered = sorted(lines, key=lambda line: line.value)
    highest = axes.get_ylim()[1]
    heights = spread([float(line.value) / highest for line in ordered], EDGE_HEIGHT)
    for line, height in zip(ordered, heights, strict=True):
        axes.annotate(
            f"{line.value.normalize():f}",
            (1, float(line.value) / highest),
            xycoords="axes fraction",
            xytext=(1.03, height),
            textcoords="axes fraction",
            va="center",
            color=_look(line)["color"],
            arrowprops={"arrowstyle": "-", "linewidth": 0.6, "color": _look(line)["color"]},
        )


def spread(places: Sequence[float], apart: float) -> list[float]:
    """Rising ``places`` moved so that none is nearer than ``apart`` to the next, as far as 0 to 1
    has room; one that has room keeps its place."""
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + apart) if moved else place)
    ceiling = 1.0
    for index in reversed(range(len(moved))):
        moved[index] = min(moved[index], ceiling)
        ceiling = moved[index] - apart
    return moved


def _days(axes: Axes, shown: Course) -> None:
    """The days of the values along the axis, as far as there is room; those that matter first."""
    first, last = day_of(shown.values[0]), day_of(shown.values[-1])
    if shown.beside:
        first, last = min(first, day_of(shown.beside[0])), max(last, day_of(shown.beside[-1]))
    room = max((last - first).days * 0.06, 0.5)
    axes.set_xlim(date2num(first) - room, date2num(last) + room)
    kept: list[date] = []
    for value in (*outstanding(shown.values), *shown.values, *shown.beside):
        day = day_of(value)
        if all(abs(day - other) > (last - first) * DAY_WIDTH for other in kept):
            kept.append(day)
    axes.set_xticks([date2num(day) for day in sorted(kept)])
    axes.xaxis.set_major_formatter(DateFormatter("%Y-%m-%d"))


def _legend(shown: Course) -> list[tuple[Line | None, str]]:
    """The rows under the picture; one that begins the words of a line names it."""
    rows: list[tuple[Line | None, str]] = []
    for line in shown.lines:
        first, *more = wrap(line.text, LEGEND_LETTERS)
        rows += [(line, first), *((None, part) for part in more)]
    for note in shown.notes:
        rows += [(None, part) for part in wrap(note, LEGEND_LETTERS)]
    return rows


def _under(axes: Axes, rows: Sequence[tuple[Line | None, str]]) -> None:
    """What each line is, with its dashes before it, and what is not shown."""
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(len(rows), 0)
    for row, (line, text) in enumerate(rows):
        if line:
            axes.plot([0, 0.05], [row + 0.5] * 2, linestyle=DASHES[line.is_limit], **_look(line))
        axes.text(0.065, row + 0.5, text, va="center", fontsize=8)


def _png(figure: Figure, shown: Course) -> bytes:
    out = BytesIO()
    figure.savefig(
        out,
        format="png",
        metadata={"Software": None, "Title": shown.title, "Description": shown.alt},
    )
    return out.getvalue()


def _svg(figure: Figure, shown: Course) -> bytes:
    """The SVG with its title and description where screen readers look for them."""
    out = StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None})
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    root = ElementTree.fromstring(out.getvalue())  # noqa: S314 (written by ourselves, just now)
    for metadata in root.findall(f"{{{SVG}}}metadata"):
        root.remove(metadata)
    root.set("role", "img")
    root.set("aria-labelledby", f"{TITLE_ID} {DESCRIPTION_ID}")
    for place, (name, key, text) in enumerate(
        (("title", TITLE_ID, shown.title), ("desc", DESCRIPTION_ID, shown.alt))
    ):
        element = ElementTree.Element(f"{{{SVG}}}{name}", {"id": key})
        element.text = text
        root.insert(place, element)
    content: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return content
