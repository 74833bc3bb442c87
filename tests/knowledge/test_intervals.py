"""A range of numbers is cut so that each piece decides every comparison."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2m_core.knowledge.intervals import Interval, holds
from b2m_core.knowledge.schema import Comparisons

D = Decimal


def written(pieces: tuple[Interval, ...]) -> list[str]:
    """The pieces as mathematics writes them."""
    return [str(piece) for piece in pieces]


@pytest.mark.parametrize(
    ("interval", "limits", "pieces"),
    [
        (Interval(), [], ["(-∞, ∞)"]),
        (
            Interval(),
            ["3.5", "5.5"],
            ["(-∞, 3.5)", "[3.5, 3.5]", "(3.5, 5.5)", "[5.5, 5.5]", "(5.5, ∞)"],
        ),
        (Interval(D(5)), ["3.5", "5.5"], ["(5, 5.5)", "[5.5, 5.5]", "(5.5, ∞)"]),
        (Interval(D("5.5")), ["3.5", "5.5"], ["(5.5, ∞)"]),
        (Interval(D("5.5"), True), ["5.5"], ["[5.5, 5.5]", "(5.5, ∞)"]),
        (Interval(D(2), True, D("3.5"), True), ["3.5"], ["[2, 3.5)", "[3.5, 3.5]"]),
        (Interval(D(2), True, D("3.5"), False), ["3.5"], ["[2, 3.5)"]),
        (Interval(D(4), True, D(4), True), ["4"], ["[4, 4]"]),
    ],
)
def test_an_interval_is_cut_at_the_thresholds_inside_it(
    interval: Interval, limits: list[str], pieces: list[str]
) -> None:
    """A threshold is a piece of its own; one outside changes nothing."""
    assert written(interval.cut(map(D, limits))) == pieces


@pytest.mark.parametrize(
    ("low", "low_in", "high", "high_in"),
    [("4", True, "3", True), ("4", True, "4", False), ("4", False, "4", True)],
)
def test_an_interval_without_a_number_is_refused(
    low: str, low_in: bool, high: str, high_in: bool
) -> None:
    """An empty cell would be a case that nobody can be."""
    with pytest.raises(ValueError, match="no number lies in"):
        Interval(D(low), low_in, D(high), high_in)


@pytest.mark.parametrize(
    ("key", "below", "at", "above"),
    [
        ("gt", False, False, True),
        ("ge", False, True, True),
        ("lt", True, False, False),
        ("le", True, True, False),
    ],
)
def test_a_limit_counts_as_its_name_says(key: str, below: bool, at: bool, above: bool) -> None:
    """Inclusive or exclusive stands in the name."""
    compared = Comparisons.model_validate({key: D("3.5")})
    assert [holds(D(n), compared) for n in ("3.49", "3.5", "3.51")] == [below, at, above]


numbers = st.decimals(min_value=-50, max_value=50, places=1)


@given(st.lists(numbers, max_size=5), numbers)
def test_every_number_lies_in_exactly_one_piece(limits: list[Decimal], number: Decimal) -> None:
    """The pieces neither overlap nor leave a gap."""
    assert sum(number in piece for piece in Interval().cut(limits)) == 1


@given(st.lists(numbers, max_size=5))
def test_the_example_of_a_piece_lies_in_it(limits: list[Decimal]) -> None:
    """What decides the example decides the piece."""
    assert all(piece.example() in piece for piece in Interval().cut(limits))
