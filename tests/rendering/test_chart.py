"""The picture says what the words say, to everybody, and always in the same bytes."""

import json
import subprocess
import sys
from io import BytesIO
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from b2m_core.contract.models import Answer
from b2m_core.knowledge.library import load_library
from b2m_core.rendering.chart import ChartFormat, chart, spread
from b2m_core.rendering.course import NoChart
from tests.rendering.answers import answer, dated, finding

CHARTING = load_library().charting("clinician")
SVG = "{http://www.w3.org/2000/svg}"
SERIES = dated("b2m_serum", ("6.1", "2026-01-10"), ("< 2.4", "2026-03-11"), ("> 20", "2026-03-12"))
WHOLE = answer(
    [*SERIES, *dated("creatinine", ("1.4", "2026-02-01")), *dated("b2m_uln", ("2.4", None))],
    finding("iss"),
    finding("imwg_high_risk"),
)


def test_the_svg_has_a_title_and_the_same_in_words() -> None:
    made = chart(WHOLE, CHARTING, "svg")
    root = ElementTree.fromstring(made.content)  # noqa: S314 (our own)
    title, description = root[0], root[1]
    assert (root.tag, root.get("role")) == (f"{SVG}svg", "img")
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert (title.tag, title.text) == (f"{SVG}title", "β2M over time")
    assert (description.tag, description.text) == (f"{SVG}desc", made.alt)
    assert (made.title, root.findall(f"{SVG}metadata")) == ("β2M over time", [])


def test_the_svg_asks_for_nothing_from_elsewhere() -> None:
    """A page may show it under a strict policy: no script, no picture, no letters to be fetched."""
    root = ElementTree.fromstring(chart(WHOLE, CHARTING, "svg").content)  # noqa: S314 (our own)
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "defs", "style", "g", "path", "use", "clipPath", "rect"}
    link = "{http://www.w3.org/1999/xlink}href"
    assert all(element.get(link, "#").startswith("#") for element in root.iter())


def test_the_png_is_a_picture_that_carries_the_words() -> None:
    made = chart(WHOLE, CHARTING, "png")
    picture = Image.open(BytesIO(made.content))
    assert picture.format == "PNG"
    assert picture.width == 1024
    assert picture.text == {"Title": "β2M over time", "Description": made.alt}  # type: ignore[attr-defined]


AGAIN = """
import json, sys
from b2m_core.contract.models import Answer
from b2m_core.knowledge.library import load_library
from b2m_core.rendering.chart import chart
answer = Answer.model_validate(json.load(sys.stdin))
sys.stdout.buffer.write(chart(answer, load_library().charting("clinician"), sys.argv[1]).content)
"""


@pytest.mark.parametrize("form", ["svg", "png"])
def test_another_process_draws_the_same_bytes(form: ChartFormat) -> None:
    again = subprocess.run(
        [sys.executable, "-c", AGAIN, form],
        input=json.dumps(WHOLE.model_dump(mode="json")).encode(),
        capture_output=True,
        check=True,
    )
    assert again.stdout == chart(WHOLE, CHARTING, form).content


@pytest.mark.parametrize(
    "other",
    [
        answer(SERIES[:2]),
        answer([*SERIES, *dated("creatinine", ("1.4", "2026-02-01"))]),
        answer(SERIES, finding("iss")),
        answer(
            dated("b2m_serum", ("6.1", "2026-01-10"), ("2.4", "2026-03-11"), ("> 20", "2026-03-12"))
        ),
        answer(
            dated(
                "b2m_serum", ("6.1", "2026-01-10"), ("> 2.4", "2026-03-11"), ("> 20", "2026-03-12")
            )
        ),
    ],
    ids=["fewer values", "creatinine", "cut-offs", "a number for a limit", "the other limit"],
)
def test_what_differs_is_drawn_differently(other: Answer) -> None:
    assert chart(other, CHARTING, "png").content != chart(answer(SERIES), CHARTING, "png").content


def test_without_two_days_nothing_is_drawn() -> None:
    with pytest.raises(NoChart):
        chart(answer(SERIES[:1]), CHARTING, "svg")


def test_three_hundred_values_of_ten_years_are_drawn() -> None:
    days = (
        f"20{16 + number // 30}-{1 + number % 30 // 3:02}-{1 + number % 3 * 9:02}"
        for number in range(300)
    )
    values = dated("b2m_serum", *((f"{2 + number % 17}", day) for number, day in enumerate(days)))
    assert Image.open(BytesIO(chart(answer(values), CHARTING, "png").content)).width == 1024


PLACES = st.lists(st.floats(0, 1), max_size=12).map(sorted)


@given(PLACES)
def test_labels_at_the_edge_keep_their_order_and_their_distance(places: list[float]) -> None:
    moved = spread(places, 0.06)
    assert all(above - below > 0.0599 for below, above in pairwise(moved))
    assert all(place <= 1 for place in moved)


def test_a_label_that_has_room_stays() -> None:
    assert spread([0.2, 0.5, 0.52], 0.06) == [0.2, 0.5, 0.56]
    assert spread([0.2, 0.98, 0.99], 0.06) == [0.2, 0.94, 1.0]
