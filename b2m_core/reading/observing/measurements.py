"""Which numbers are results of this patient, and which values do they say?"""

from dataclasses import replace
from datetime import timedelta
from typing import Final, cast

from b2m_core.contract.codes import CODED_VALUES, Assumption, QuantityCode
from b2m_core.knowledge.schema.observations import Quantity
from b2m_core.knowledge.schema.words import Why
from b2m_core.reading.assertion.scope import Scope
from b2m_core.reading.binding.bound import COMPARATORS, Bound
from b2m_core.reading.dates.calendar import Day
from b2m_core.reading.items import Item
from b2m_core.reading.meanings import Meaning
from b2m_core.reading.models import Spotted, Written
from b2m_core.reading.observing.owners import Owners
from b2m_core.reading.observing.refusals import Refusals
from b2m_core.reading.observing.specimens import Specimens
from b2m_core.reading.observing.text import Text
from b2m_core.reading.values import Value, plausible_units, value_of

_A_YEAR: Final = timedelta(days=366)


class Measurements:
    """Makes observations of the numbers of a text.

    ``values`` has what each number said, ``used_names`` the names that had a number,
    ``coded_numbers`` the places of numbers of coded observations, ``ages`` the numbers that are
    ages; all by their items.
    """

    def __init__(self, text: Text, owners: Owners, specimens: Specimens) -> None:
        """Look at one text."""
        self.text = text
        self.page = text.page
        self.items = text.page.items
        self.library = text.library
        self.results = text.results
        self.owners = owners
        self.specimens = specimens
        self.refusals = Refusals(text)
        self.values: dict[int, Spotted] = {}
        self.used_names: set[int] = set()
        self.coded_numbers: dict[int, tuple[int, int]] = {}
        self.ages: list[int] = []

    def read(self, bound: Bound) -> None:
        """Make an observation of one number, or leave it with its reason."""
        item = self.items[bound.number]
        start = min(item.start, self.items[bound.first].start)
        end = max(item.end, bound.end)
        if bound.name is not None:
            self.used_names.add(bound.name)
        if bound.last in range(len(self.items)) and bound.name == bound.last:
            end = self.items[bound.last].end
        if bound.name is not None and self.items[bound.name].is_name("coded"):
            self.coded_numbers[bound.name] = (start, end)
            return
        place = (start, end)
        meaning, why = self.owners.whose(bound)
        code = cast("QuantityCode | None", meaning.what if meaning else None)
        scope = self.text.scopes[bound.number]
        if scope.number_supposed and bound.comparator in ("=", "~"):
            scope = replace(scope, hypothetical=False, supposed=True)
        why = bound.why or why or self.refusals.why_not(bound, scope) or self._no_number(item)
        if why == "no_analyte" and scope.question:
            why = "not_a_measurement"
        if why == "corrected" and meaning is not None:
            self._take_back(bound, meaning, place)
            return
        if why is not None or meaning is None or code is None:
            written = self._written(bound, None) if why == "no_analyte" else None
            self.results.leave(why or "no_analyte", code, place, written=written)
            return
        bound.dates = self.text.days.dates_of(bound)
        bound.day = self._day(bound.dates)
        if bound.day is not None and self.library.quantities[code].completed:
            if self._is_outdated(bound.day):
                self.results.leave("earlier_value", code, place)
                return
            bound.day, bound.dates = None, []  # completed years count up to today
        if self._is_multiple(bound):
            self._multiple_of_limit(bound, code, place, scope)
            return
        self._measured(bound, meaning, place, scope)

    def _measured(
        self, bound: Bound, meaning: Meaning, place: tuple[int, int], scope: Scope
    ) -> None:
        """Make an observation of a number that is meant as a result."""
        code = cast("QuantityCode", meaning.what)
        quantity = self.library.quantities[code]
        written = self._written(bound, meaning)
        value = value_of(quantity, written.form, written.numbers, written.units)
        if not isinstance(value, Value):
            complete = value == "unit_unclear"
            completions = self._completions(bound, quantity, meaning.form) if complete else ()
            self.results.leave(value, code, place, written=written, completions=completions)
            return
        assumed: list[Assumption] = ["unit"] if value.unit_assumed else []
        if self.specimens.in_doubt(quantity, bound):
            assumed.append("specimen")
        if bound.day is None and bound.same_sample is not None:
            # Two results of one sample have one day, also where none is written.
            dates = self.text.days.dates_of(bound.same_sample)
            bound.day = self._day(dates) or Day(self.text.today, self.text.today, assumed=True)
            written = written.model_copy(update={"effective": bound.day.on})
        if bound.day is not None and bound.day.assumed:
            assumed.append("date")
        self.values[bound.number] = self.results.spot(
            code,
            value.number,
            place,
            scope,
            written=written,
            assumed=tuple(assumed),
        )
        if quantity.units.keys() >= {"a", "mo"} and quantity.completed:
            self.ages.append(bound.number)

    def _is_outdated(self, day: Day) -> bool:
        """Whether completed years have grown for certain since a day."""
        return self.text.today - day.last >= _A_YEAR

    def _day(self, dates: list[int]) -> Day | None:
        days = self.text.days.meant_by(dates)
        return days[0] if len(days) == 1 else None

    def _written(self, bound: Bound, meaning: Meaning | None) -> Written:
        """The number of a bound as it was written."""
        units = None
        if bound.after is not None and meaning is not None:
            units = [m.says for m in bound.after.of("after_number") if m.what == meaning.what]
        elif bound.units is not None:
            units = [m.what for m in bound.units.of("unit")]
        comparator = bound.comparator
        if meaning is None and comparator == "=":
            before = self.page.item(bound.first - 1)
            cues = before.cues if before is not None else frozenset()
            comparator = next((sign for cue, sign in COMPARATORS.items() if cue in cues), "=")
        return Written(
            numbers=self.items[bound.number].numbers,
            comparator=comparator,
            units=None if units is None else tuple(units),
            form=meaning.form if meaning else None,
            effective=bound.day.on if bound.day else None,
        )

    def _take_back(self, bound: Bound, meaning: Meaning, place: tuple[int, int]) -> None:
        code = cast("QuantityCode", meaning.what)
        written = self._written(bound, meaning)
        quantity = self.library.quantities[code]
        value = value_of(quantity, written.form, written.numbers, written.units)
        self.results.leave("corrected", code, place)
        self.results.withdraw(code, value.number if isinstance(value, Value) else None, place)

    def _is_multiple(self, bound: Bound) -> bool:
        """Whether it counts how often the laboratory's upper limit goes into the value."""
        return bound.units is not None and any(
            self.library.units[unit].of_upper_limit for unit in bound.units.units
        )

    def _multiple_of_limit(
        self, bound: Bound, code: QuantityCode, place: tuple[int, int], scope: Scope
    ) -> None:
        """Read ``LDH 2x ULN`` as a level: elevated is above the limit (evidence file, 2.0.5)."""
        level = next((c for c, coded in self.library.coded.items() if coded.level_of == code), None)
        numbers = self.items[bound.number].numbers
        above = bound.comparator in ("=", ">", ">=") and all(number > 1 for number in numbers)
        above = above or (bound.comparator == ">" and all(number == 1 for number in numbers))
        within_limit = bound.comparator in ("=", "<", "<=") and all(n <= 1 for n in numbers)
        if level is None or not (above or within_limit):
            self.results.leave("unknown_unit", code, place)
            return
        normal, elevated = CODED_VALUES[level]
        self.results.spot(level, elevated if above else normal, place, scope)

    def _no_number(self, item: Item) -> Why | None:
        """Why what is written is not one number of one patient."""
        if self.text.several_patients:
            return "patient_unclear"
        if item.kind == "range":
            return "range"
        return "ambiguous_number" if item.broken or not item.numbers else None

    def _completions(self, bound: Bound, quantity: Quantity, form: int | None) -> tuple[str, ...]:
        """The ways to write a value with a unit: ``β2M 250 nmol/L``."""
        item = self.items[bound.number]
        name = quantity.symbol if form is None else quantity.forms[form].spellings[0]
        dated = f"{bound.day.on.isoformat()}: " if bound.day else ""
        sign = "" if bound.comparator == "=" else bound.comparator
        return tuple(
            f"{dated}{name} {sign}{item.text} {self._in_words(unit)}"
            for unit in plausible_units(quantity, form, item.numbers)
            if self.library.units[unit].parts is None
        )

    def _in_words(self, unit: str) -> str:
        """A unit as it reads back: ``years`` where the name ``a`` would not."""
        written = self.library.units[unit]
        read_back = (*written.spellings, *written.spellings_in_case, *written.only_where_accepted)
        return unit if written.top or unit in read_back else read_back[0]
