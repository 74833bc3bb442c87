"""Do the words of the reader fit together? A unit misspelled as a key would never be read."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from b2m_core.contract.codes import CANONICAL_UNITS, QuantityCode
from b2m_core.knowledge.schema.observations import BareNumber, Quantity, UnitFactor
from b2m_core.knowledge.yaml_files import KnowledgeError

if TYPE_CHECKING:
    from b2m_core.knowledge.library import Library


def check_reading(library: "Library") -> None:
    """Raise ``KnowledgeError`` for the first quantity whose units do not fit."""
    for code, quantity in library.quantities.items():
        place = f"quantities.yml, {code}"
        _units_fit(place, quantity, code, library)
        _bare_numbers_fit(place, quantity.units, quantity.bare)
        for number, form in enumerate(quantity.forms, start=1):
            within = f"{place}: forms[{number}]"
            _are_known(f"{within}: units", form.units, library.units, "units.yml")
            _bare_numbers_fit(within, form.units, form.bare)


def _units_fit(place: str, quantity: Quantity, code: QuantityCode, library: "Library") -> None:
    _are_known(f"{place}: units", quantity.units, library.units, "units.yml")
    _are_known(f"{place}: after_number", quantity.after_number, quantity.units, "its units")
    _are_known(f"{place}: units_alone", quantity.units_alone, quantity.units, "its units")
    canonical = CANONICAL_UNITS[code]
    factor = quantity.units.get(canonical)
    if factor is None or factor.times != 1:
        raise KnowledgeError(f"{place}: units", f"expected the canonical {canonical} with times 1")


def _bare_numbers_fit(
    place: str, units: Mapping[str, UnitFactor], bare: tuple[BareNumber, ...]
) -> None:
    named = [rule.unit for rule in bare if rule.unit is not None]
    _are_known(f"{place}: bare", named, units, "its units")


def _are_known(place: str, named: Iterable[str], known: Mapping[str, object], of: str) -> None:
    for name in named:
        if name not in known:
            raise KnowledgeError(place, f"{name} is none of {of}")
