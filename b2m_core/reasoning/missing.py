"""Which unknown inputs can still change the outcome, the most useful first."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import TypeAlias, cast

from b2m_core.case.intervals import Interval, point
from b2m_core.contract.codes import ObservationCode, RuleCode
from b2m_core.knowledge.schema.rules import Formula
from b2m_core.reasoning import formulas
from b2m_core.reasoning.cells import Truth, cut
from b2m_core.reasoning.completions import Completions, Number

Option: TypeAlias = Interval | str
"""What an input may turn out to be."""


def missing(completions: Completions) -> Mapping[ObservationCode, int]:
    """For each code that can still change what is possible, how many outcomes it removes at best.

    A code can change what is possible when one of its cells leaves fewer outcomes, or when some
    completion's outcome would be another one with nothing but this code changed. Zero means that it
    narrows only together with others.
    """
    reached = [
        truth & completions.valid
        for truth in completions.outcomes(completions.rule).values()
        if truth & completions.valid
    ]
    if not reached[1:]:
        return {}
    found: dict[ObservationCode, int] = {}
    inputs: list[tuple[Hashable, ObservationCode]] = [
        *((name, number.asks) for name, number in completions.numbers.items()),
        *((name, words.asks) for name, words in completions.words.items()),
    ]
    for name, asks in inputs:
        removes = _removes(completions, name, reached)
        if removes or _decides(completions, name, reached):
            number = completions.numbers.get(name)
            if number is not None and number.shown != asks:
                found.update(_behind(completions, name, number, reached))
            else:
                found[asks] = max(removes, found.get(asks, 0))
    order = {code: place for place, code in enumerate(completions.rule.inputs)}
    ranked = sorted(found, key=lambda code: (-found[code], order.get(code, len(order))))
    return {code: found[code] for code in ranked}


def _removes(completions: Completions, name: Hashable, reached: Iterable[Truth]) -> int:
    """How many outcomes the best cell of an input rules out."""
    reached = tuple(reached)
    return max(
        sum(not truth & cell for truth in reached)
        for cell in completions.cells.each(name)
        if cell & completions.valid
    )


def _decides(completions: Completions, name: Hashable, reached: Iterable[Truth]) -> bool:
    """Whether changing this input alone changes the outcome of some completion."""
    return any(
        completions.cells.freed(name, truth) & completions.valid & ~truth for truth in reached
    )


def _behind(
    completions: Completions, name: Hashable, number: Number, reached: list[Truth]
) -> Iterator[tuple[ObservationCode, int]]:
    """The inputs of the formula that stands in for a number, with what each removes."""
    # A number is only shown as computed where its rule has a formula that could be computed.
    facts, computed = completions.facts, cast("RuleCode", number.shown)
    formula = cast("Formula", facts.library.rules[computed].formula)
    inputs = cast("formulas.Settings", facts.inputs(computed))
    places = tuple(number.order)

    def left(code: ObservationCode, option: Option) -> Truth:
        return completions.cells.where(name, cut(facts.rounded(computed, (code, option)), places))

    for code, choices in inputs.items():
        options = list(_options(formula, code, choices))
        if len(options) > 1:
            pieces = _pieces(options, partial(left, code))
            fewest = min(sum(bool(truth & where) for truth in reached) for where in pieces)
            if fewest < len(reached):
                yield code, len(reached) - fewest


def _pieces(options: list[Option], where: Callable[[Option], Truth]) -> Iterator[Truth]:
    """Every value of ``where`` over sorted options, on which it moves in one direction only."""
    first, last = where(options[0]), where(options[-1])
    if first == last or not options[2:]:
        yield from (first, last)
        return
    middle = len(options) // 2
    yield from _pieces(options[: middle + 1], where)
    yield from _pieces(options[middle:], where)


def _options(
    formula: Formula, code: ObservationCode, choices: Iterable[Option]
) -> Iterator[Option]:
    """What an input of a formula may turn out to be; of a range that is not whole, its ends."""
    for choice in choices:
        if isinstance(choice, str) or choice.exact:
            yield choice
        elif code in formula.whole_numbers and choice.high[0].is_finite():
            low, high = int(choice.low[0]), int(choice.high[0])
            yield from (point(Decimal(value)) for value in range(low, high + 1))
        else:
            yield from (point(end[0]) for end in choice if end[0].is_finite())
