"""The page of the quantities: their units with the exact factors, and how a bare number is read."""

from collections.abc import Iterator

from b2m_core.contract.codes import CANONICAL_UNITS
from b2m_core.knowledge.library import Library
from b2m_core.knowledge.schema.observations import BareNumber, Quantity, QuantityForm, UnitFactor
from scripts.pages.markdown import bullets, made_by, page, table
from scripts.pages.words import Words


def quantities_page(library: Library) -> str:
    """Every quantity."""
    words = Words(library)
    return page(
        "# Quantities",
        made_by("b2m_core/knowledge/content/quantities.yml"),
        "What is measured: the unit that the rules compare in, how other units become it, and what "
        "is made of a number without a unit. A unit that is not listed is not guessed.",
        *(
            block
            for code, quantity in library.quantities.items()
            for block in _blocks(code, quantity, words)
        ),
    )


def _blocks(code: str, quantity: Quantity, words: Words) -> Iterator[str]:
    unit = CANONICAL_UNITS[code]
    yield f'## <a id="{code}"></a>{quantity.label.clinician}'
    yield f"`{code}` · {words.review(f'quantities/{code}')}"
    facts = [f"Unit of the rules: {_unit(unit, words)}"]
    if quantity.usual_range:
        facts.append(f"Usual range in that unit, for display only: {quantity.usual_range}")
    facts.append(f"Read when {words.limits(quantity.plausible, unit)}; else reported as unread")
    if quantity.decimals is not None:
        facts.append(f"Converted values are rounded to {quantity.decimals} decimals, half up")
    yield bullets(facts)
    yield from _units(quantity, words)
    for form in quantity.forms:
        yield f"Written as {', '.join(form.spellings or form.spellings_in_case)}:"
        yield from _units(form, words)
    if quantity.notes:
        yield f"Note: {quantity.notes}"


def _units(written: Quantity | QuantityForm, words: Words) -> Iterator[str]:
    factors = [(_unit(name, words), _factor(factor)) for name, factor in written.units.items()]
    yield table(["unit", "becomes the unit of the rules"], factors)
    bare = [(words.limits(number, None), _taken_for(number, words)) for number in written.bare]
    yield table(["number without a unit", "taken for"], bare)


def _unit(name: str, words: Words) -> str:
    return words.labels.units.get(name, name) or "a number without a unit"


def _factor(factor: UnitFactor) -> str:
    if factor.divided_by is not None:
        return f"÷ {factor.divided_by}"
    return "as it is" if factor.times == 1 else f"× {factor.times}"


def _taken_for(number: BareNumber, words: Words) -> str:
    if number.unit is None:
        return "nothing: the unit is asked for"
    said = _unit(number.unit, words)
    return said if number.by_convention else f"{said}, and reported as assumed"
