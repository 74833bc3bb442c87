"""Truths over all combinations of cells are what trying each combination gives."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from b2m_core.case.intervals import ANY, Interval
from b2m_core.reasoning.cells import Cells, cut

INPUTS = st.lists(st.integers(1, 4), min_size=0, max_size=4).map(
    lambda sizes: {name: tuple(range(size)) for name, size in enumerate(sizes)}
)


def _combinations(inputs: dict[int, tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Combinations by their number: the first input turns fastest."""
    return [tuple(reversed(one)) for one in product(*reversed(inputs.values()))]


@given(INPUTS, st.data())
def test_where_marks_the_combinations_with_a_wanted_cell(
    inputs: dict[int, tuple[int, ...]], data: st.DataObject
) -> None:
    """Bit n speaks for combination n."""
    cells = Cells(inputs)
    combinations = _combinations(inputs)
    assert cells.size == len(combinations)
    for name, own in inputs.items():
        wanted = data.draw(st.sets(st.sampled_from(own)))
        expected = sum(1 << n for n, one in enumerate(combinations) if one[name] in wanted)
        assert cells.where(name, wanted) == expected


@given(INPUTS, st.data())
def test_freed_forgets_one_input(inputs: dict[int, tuple[int, ...]], data: st.DataObject) -> None:
    """It holds where some combination that differs in this input alone holds."""
    cells = Cells(inputs)
    combinations = _combinations(inputs)
    truth = data.draw(st.integers(0, cells.all))
    for name in inputs:
        expected = sum(
            1 << n
            for n, one in enumerate(combinations)
            if any(
                truth >> m & 1 and all(one[k] == other[k] for k in inputs if k != name)
                for m, other in enumerate(combinations)
            )
        )
        assert cells.freed(name, truth) == expected


def test_a_quantity_is_cut_at_the_ends_inside_it() -> None:
    """Each cell is the number of ends below it; an end at the edge cuts nothing."""
    ends = [(3, 0), (3, 1), (5, 0)]
    assert cut([ANY], ends) == (0, 1, 2, 3)
    assert cut([Interval((3, 0), (3, 1))], ends) == (1,)
    assert cut([Interval((3, 1), (5, 0))], ends) == (2,)
    assert cut([Interval((2, 0), (2, 1)), Interval((5, 0), (6, 0))], ends) == (0, 3)
