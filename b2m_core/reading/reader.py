"""What does a text say? The one reader, used everywhere.

Layers, each a module that answers one question, in the order in which a text passes them:

1. ``spelling``: how is one thing written in one way? Every sign keeps its place in the text.
2. ``tokens``: runs of letters, numbers, dates, single signs.
3. ``lexicon``: which names, words, units and cues stand there? All spellings are knowledge files.
4. ``items``: names, numbers, cues, other words; sentences and clauses; which numbers are no plain
   numbers (``numbers`` reads the digits).
5. ``binding``: which number belongs to which name? Nothing is bound that could be meant otherwise.
6. ``values``: which value in the canonical unit is that, and what had to be assumed?
7. ``assertion``: is a condition said to be present, absent or suspected, and of this patient?

Read ``Reader.read`` first, then ``Binder.bind``. Everything that was seen and not used is in
``Reading.unplaced`` with its reason.
"""

from datetime import date
from decimal import Decimal
from typing import Final, cast

from b2m_core.contract.codes import (
    CANONICAL_UNITS,
    Assumption,
    CodedCode,
    ObservationCode,
    PresenceCode,
    QuantityCode,
)
from b2m_core.contract.models import Observation
from b2m_core.knowledge.library import Library
from b2m_core.knowledge.schema import Quantity, Why
from b2m_core.reading.assertion import Assertions, Scope, scopes
from b2m_core.reading.binding import Binder, Bound
from b2m_core.reading.dates import day_of
from b2m_core.reading.indices import named_rules
from b2m_core.reading.items import Item, Page, page
from b2m_core.reading.lexicon import OBSERVED, Lexicon, Meaning, Mention
from b2m_core.reading.models import Reading, Spotted, Unplaced
from b2m_core.reading.patients import describes_several, name_patients
from b2m_core.reading.spelling import Spelled, spelled
from b2m_core.reading.tokens import tokens
from b2m_core.reading.values import Value, plausible_units, value_of, within


class Reader:
    """Reads texts with the names, units and cues of one library. Build it once."""

    def __init__(self, library: Library) -> None:
        """Compile the spellings of ``library``."""
        self.library = library
        self.lexicon = Lexicon(library)

    def read(self, text: str, today: date) -> Reading:
        """What ``text`` says. ``today`` is the day that relative dates count from.

        Any text is read without an exception, in time linear in its length.
        """
        written = spelled(text)
        found_tokens = tokens(written.text)
        found = self.lexicon.find(found_tokens)
        reading = _Text(self.library, text, written, page(found_tokens, found), today).reading()
        if describes_several(reading, self.library):
            again = _Text(self.library, text, written, page(found_tokens, found), today)
            reading = again.reading(several_patients=True)
        rules = named_rules(written, found_tokens, found, self.library)
        return reading.model_copy(update={"rules": rules})

    def named(self, text: str) -> frozenset[ObservationCode]:
        """The codes of everything that ``text`` names, whether or not something is said of it."""
        found = self.lexicon.find(tokens(spelled(text).text))
        return frozenset(
            cast("ObservationCode", meaning.what)
            for mention in found.placed.values()
            for kind in OBSERVED
            for meaning in mention.of(kind)
        )


class _Text:
    """One text on its way to a reading."""

    def __init__(
        self, library: Library, text: str, written: Spelled, made: Page, today: date
    ) -> None:
        self.library = library
        self.text = text
        self.written = written
        self.page = made
        self.today = today
        self.spotted: list[Spotted] = []
        self.unplaced: list[Unplaced] = []

    def reading(self, *, several_patients: bool = False) -> Reading:
        """What the text says; with ``several_patients`` nothing of it is used."""
        self.several_patients = name_patients(self.page) or several_patients
        binder = Binder(self.page, self.library)
        bounds = binder.bind()
        self.binder = binder
        self.items = self.page.items
        self.scopes: list[Scope] = scopes(self.page)
        self.assertions = Assertions(self.page, self.library)
        self.headers = _specimen_headers(self.page)
        self.governing = _governing_specimens(self.page)
        self.clauses_with = {cue: _clauses_with(self.page, cue) for cue in ("index", "threshold")}
        self.other_specimen_named = self._names_other_specimen()
        self.used_names: set[int] = set()
        self.values: dict[int, Spotted] = {}
        self.coded_numbers: dict[int, tuple[int, int]] = {}
        self.taken_back: set[int] = set()
        self.ages: list[int] = []
        for bound in bounds.values():
            if bound.reference_of is None:
                self._correct(bound)
                self._number(bound)
        self._withdraw()
        for bound in bounds.values():
            if bound.reference_of is not None:
                self._reference(bound)
        for i, item in enumerate(self.items):
            if item.kind == "name" and item.mention is not None:
                self._name(i, item, item.mention)
        self._sex_beside_ages()
        self.spotted.sort(key=lambda spotted: (spotted.start, spotted.end))
        self.unplaced.sort(key=lambda unplaced: (unplaced.start, unplaced.end))
        return Reading(spotted=self._once(), unplaced=tuple(self.unplaced))

    def _once(self) -> tuple[Spotted, ...]:
        """The observations that stand, without repetitions of what is no number."""
        said: set[tuple[str, object]] = set()
        kept = []
        for spotted in self.spotted:
            if id(spotted) in self.taken_back:
                continue
            seen = spotted.observation
            if isinstance(seen.value, str):
                if (seen.code, seen.value) in said:
                    continue
                said.add((seen.code, seen.value))
            kept.append(spotted)
        return tuple(kept)

    # Writing down what was found

    def _place(self, start: int, end: int) -> tuple[int, int]:
        return self.written.as_written(start, end)

    def _spot(
        self,
        code: ObservationCode,
        value: Decimal | str,
        start: int,
        end: int,
        *,
        bound: Bound | None = None,
        assumed: tuple[Assumption, ...] = (),
    ) -> Spotted:
        first, last = self._place(start, end)
        spotted = Spotted(
            observation=Observation(
                code=code,
                value=value,
                unit=CANONICAL_UNITS.get(code),
                comparator=bound.comparator if bound else "=",
                effective=self._effective(bound) if bound else None,
                as_written=self.text[first:last],
                assumed=assumed,
            ),
            start=first,
            end=last,
        )
        self.spotted.append(spotted)
        return spotted

    def _leave(
        self,
        why: Why,
        code: ObservationCode | None,
        start: int,
        end: int,
        completions: tuple[str, ...] = (),
    ) -> None:
        first, last = self._place(start, end)
        self.unplaced.append(
            Unplaced(
                as_written=self.text[first:last],
                why=why,
                code=code,
                start=first,
                end=last,
                completions=completions,
            )
        )

    # Numbers

    def _number(self, bound: Bound) -> None:
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
        meaning, why = self._whose(bound)
        code = cast("QuantityCode | None", meaning.what if meaning else None)
        scope = self.scopes[bound.number]
        why = bound.why or why or self._not_meant(bound, scope) or self._no_number(item)
        if why == "no_analyte" and scope.question:
            why = "not_a_measurement"
        if why is not None or meaning is None or code is None:
            self._leave(why or "no_analyte", code, start, end)
            return
        quantity = self.library.quantities[code]
        units = None
        if bound.after is not None:
            units = [m.says for m in bound.after.of("after_number") if m.what == code]
        elif bound.units is not None:
            units = [m.what for m in bound.units.of("unit")]
        value = value_of(quantity, meaning.form, item.numbers, units)
        if not isinstance(value, Value):
            complete = value == "unit_unclear"
            completions = self._completions(bound, quantity, meaning.form) if complete else ()
            self._leave(value, code, start, end, completions)
            return
        assumed: list[Assumption] = ["unit"] if value.unit_assumed else []
        if self._specimen_in_doubt(quantity, bound):
            assumed.append("specimen")
        self.values[bound.number] = self._spot(
            code,
            value.number,
            start,
            end,
            bound=bound,
            assumed=tuple(assumed),
        )
        if quantity.units.keys() >= {"a", "mo"} and quantity.completed:
            self.ages.append(bound.number)

    def _no_number(self, item: Item) -> Why | None:
        """Why what is written is not one number of one patient."""
        if self.several_patients:
            return "patient_unclear"
        if item.kind == "range":
            return "range"
        return "ambiguous_number" if item.broken or not item.numbers else None

    def _completions(self, bound: Bound, quantity: Quantity, form: int | None) -> tuple[str, ...]:
        """The ways to write a value with a unit: ``β2M 250 nmol/L``."""
        item = self.items[bound.number]
        name = quantity.symbol if form is None else quantity.forms[form].spellings[0]
        day = self._effective(bound)
        dated = f"{day.isoformat()}: " if day else ""
        sign = "" if bound.comparator == "=" else bound.comparator
        return tuple(
            f"{dated}{name} {sign}{item.text} {self._in_words(unit)}"
            for unit in plausible_units(quantity, form, item.numbers)
        )

    def _in_words(self, unit: str) -> str:
        """A unit as it reads back: ``years`` where the name ``a`` would not."""
        written = self.library.units[unit]
        read_back = (*written.spellings, *written.spellings_in_case, *written.only_where_accepted)
        return unit if written.top or unit in read_back else read_back[0]

    # Corrections

    def _correct(self, bound: Bound) -> None:
        """Let a number that corrects an earlier one take its place: ``2.4, sorry, 1.4``."""
        cues: set[str] = set()
        j = bound.first - 1
        while j >= 0 and (
            not self.items[j].cues.isdisjoint(("correction", "takes_back", "withdrawn", "link"))
            or self.items[j].text in ",-"
            or (self.items[j].kind == "break" and self.items[j].text == ".")
        ):
            cues |= self.items[j].cues
            j -= 1
        earlier = self.binder.bound.get(self._number_up_to(j))
        if earlier is None or earlier.number not in self.values:
            return
        replaces = not cues.isdisjoint(("correction", "withdrawn"))
        if bound.name is None and bound.after is None:
            if not replaces and "takes_back" in cues:
                bound.why = "corrected"
            elif replaces:
                bound.name, bound.specimens = earlier.name, earlier.specimens
                bound.units = bound.units or earlier.units
                self._take_back(earlier)
        elif replaces and bound.name is not None:
            meaning, _ = self._whose(bound)
            before = self.values[earlier.number].observation
            if meaning is not None and meaning.what == before.code:
                self._take_back(earlier)

    def _number_up_to(self, j: int) -> int:
        """The number whose last item is ``j``, or -1."""
        for k in range(j, max(-1, j - _LONGEST_UNIT), -1):
            bound = self.binder.bound.get(k)
            if bound is not None:
                return k if bound.last >= j else -1
        return -1

    def _take_back(self, earlier: Bound) -> None:
        spotted = self.values.pop(earlier.number)
        self.taken_back.add(id(spotted))
        self.unplaced.append(
            Unplaced(
                as_written=spotted.observation.as_written,
                why="corrected",
                code=spotted.observation.code,
                start=spotted.start,
                end=spotted.end,
            )
        )

    def _withdraw(self) -> None:
        """Take back the value before ``scrap that`` where no other takes its place."""
        for i, item in enumerate(self.items):
            if "withdrawn" not in item.cues:
                continue
            j = i - 1
            while j >= 0 and (self.items[j].kind == "break" or self.items[j].text in ",-"):
                j -= 1
            earlier = self._number_up_to(j)
            if earlier in self.values:
                self._take_back(self.binder.bound[earlier])

    def _whose(self, bound: Bound) -> tuple[Meaning | None, Why | None]:
        """The quantity that a number belongs to, or why that is not certain."""
        if bound.after is not None:
            return next(bound.after.of("after_number")), None
        if bound.name is None:
            if self._is_age_beside_sex(bound) or self._is_age_of_a_person(bound):
                return Meaning("quantity", self._age_code()), None
            alone = self._said_by_unit(bound)
            return alone, None if alone else "no_analyte"
        mention = self.items[bound.name].mention
        if mention is None:
            return None, "no_analyte"
        meanings = list(mention.of("quantity"))
        if not meanings:
            return None, "not_used"
        return self._for_specimen(bound.name, bound, meanings)

    def _said_by_unit(self, bound: Bound) -> Meaning | None:
        """The quantity that a unit names by itself, where the number stands alone: ``65 kg``."""
        before = self.binder.item(bound.first - 1)
        introduced = self.binder.has_cue(bound.first - 1, "person_is") or (
            self.binder.is_sign(bound.first - 1, ":") and self._is_no_measurement(bound.first - 2)
        )
        behind = self.binder.item(bound.last + 1)
        if not (introduced or self._stands_apart(before)) or not self._stands_apart(behind):
            return None
        code = self.binder.alone(bound)
        return Meaning("quantity", code) if code is not None else None

    @staticmethod
    def _stands_apart(beside: Item | None) -> bool:
        """Whether what stands beside a number has nothing to do with it."""
        return (
            beside is None
            or beside.kind in ("break", "name", "unit", "number")
            or beside.text in ",()|"
        )

    def _is_no_measurement(self, i: int) -> bool:
        """Whether an item names a condition or a person, which no number belongs to."""
        item = self.binder.item(i)
        return item is not None and item.is_name("presence", "coded_alone")

    def _age_code(self) -> QuantityCode:
        return next(code for code, q in self.library.quantities.items() if q.completed)

    def _is_age_beside_sex(self, bound: Bound) -> bool:
        """Whether a number without a name is an age by the letter beside it: ``72F``, ``F/72``."""
        item = self.items[bound.number]
        if not item.numbers and not item.text.isdigit():
            return False
        if not item.text.isdigit() or not 1 < len(item.text) < 4:  # noqa: PLR2004 - digits of an age
            return False
        if bound.units is not None and any(not m.weak for m in bound.units.of("unit")):
            ends = self._ends_behind(bound)
            years = any(m.what in self._age().units_alone for m in bound.units.of("unit"))
            return ends and years and self._mark_beside(bound.number) is not None
        return self._mark_beside(bound.number) is not None

    def _is_age_of_a_person(self, bound: Bound) -> bool:
        """Whether it reads ``she is 75``."""
        limits = self._age().of_a_person
        numbers = self.items[bound.number].numbers
        return (
            limits is not None
            and self.binder.has_cue(bound.number - 1, "person_is")
            and bound.units is None
            and self._ends_behind(bound)
            and any(within(limits, number) for number in numbers)
        )

    def _ends_behind(self, bound: Bound) -> bool:
        """Whether nothing behind a number may say what else it counts."""
        behind = self.binder.item(bound.last + 1)
        return (
            behind is None
            or behind.kind in ("break", "name", "number")
            or (behind.kind == "sign" and behind.text in ",;()|")
            or not behind.cues.isdisjoint(("and", "but"))
        )

    def _age(self) -> Quantity:
        return self.library.quantities[self._age_code()]

    def _mark_beside(self, i: int) -> tuple[Meaning, int] | None:
        """The letter for the sex beside a number or the words after it, and its item."""
        bound = self.binder.bound[i]
        behind = i + 1
        if bound.units is not None and self.binder.alone(bound) is not None:
            behind = bound.last + 1
        if bound.after is not None:
            behind = self.binder.after_mention(bound.last, bound.after)
            if any(
                mention.last == bound.after.last
                for mention in self.page.found.at(bound.after.first, "beside_age")
            ):
                mention = next(self.page.found.at(bound.after.first, "beside_age"))
                return next(mention.of("beside_age")), behind - 1
        for j, step in ((behind, 1), (i - 1, -1)):
            k = j
            if self.binder.is_sign(k, "/-,"):
                k += step
            item = self.binder.item(k)
            mention_or_none = self.binder.lookup(k, "beside_age")
            if item is None or mention_or_none is None:
                continue
            glued = k == behind and self.page.touches_before(item.first)
            letter = len(item.text) == 1 and item.text.isalpha()
            if letter and not item.text.isupper() and not (glued and item.text != "m"):
                continue
            if (
                step == -1
                and bound.after is None
                and k == i - 1
                and (self.binder.bound.get(i - 2) is not None)
            ):
                continue
            return next(mention_or_none.of("beside_age")), k
        return None

    def _sex_beside_ages(self) -> None:
        for number in self.ages:
            mark = self._mark_beside(number)
            if mark is not None:
                meaning, i = mark
                item = self.items[i]
                self._spot(cast("CodedCode", meaning.what), meaning.says, item.start, item.end)

    def _for_specimen(
        self, name: int, bound: Bound | None, meanings: list[Meaning]
    ) -> tuple[Meaning | None, Why | None]:
        """The one of a name's quantities that was measured in the specimen named."""
        named = self._specimens_of(name, bound)
        by_specimen = {self.library.quantities[_code(m)].specimen: m for m in meanings}
        usual = by_specimen.get("blood", meanings[0])
        quantity = self.library.quantities[_code(usual)]
        if quantity.specimen is None:
            return usual, None
        if len(named) > 1:
            return usual, "specimen_unclear"
        if not named:
            if quantity.other_specimens and self._governed(name):
                return usual, "specimen_unclear"
            return usual, None
        wanted = "other" if named == {"other_specimen"} else next(iter(named))
        if wanted in by_specimen:
            return by_specimen[wanted], None
        return usual, "other_specimen"

    def _specimens_of(self, name: int, bound: Bound | None) -> set[str]:
        named = set(bound.specimens) if bound else set()
        j = name - 1
        while self.binder.is_sign(j, "-:/(") or self.binder.has_cue(
            j, "blood", "urine", "other_specimen", "link"
        ):
            if self.binder.has_cue(j, "link") and not self.binder.is_sign(j, ":"):
                if self.binder.has_cue(j, "blood", "urine", "other_specimen"):
                    pass
                elif not self.binder.has_cue(j - 1, "blood", "urine", "other_specimen"):
                    break
            named |= self._specimen_cues(j)
            if named:
                break
            j -= 1
        after = (bound.last if bound else name) + 1
        while self.binder.is_sign(after, "(-") or self._is_in(after):
            after += 1
        if bound is None or bound.last != bound.name:
            behind = self._specimen_cues(after)
            if behind and not self._names_next(after):
                named |= behind
        if not named and self.headers[name]:
            named = {self.headers[name]}
        return named

    def _is_in(self, i: int) -> bool:
        item = self.binder.item(i)
        return item is not None and not item.cues.isdisjoint(("within", "link"))

    def _names_next(self, i: int) -> bool:
        """Whether a specimen word belongs to the name behind it."""
        following = self.binder.item(i + 1)
        if following is not None and following.kind == "sign" and following.text in "-:":
            following = self.binder.item(i + 2)
        return following is not None and following.kind == "name"

    def _specimen_cues(self, i: int) -> set[str]:
        item = self.binder.item(i)
        if item is None:
            return set()
        return set(item.cues & {"blood", "urine", "other_specimen"})

    def _governed(self, name: int) -> bool:
        """Whether another specimen was named earlier in the sentence and blood not since."""
        return self.governing[name] not in ("", "blood")

    def _names_other_specimen(self) -> bool:
        """Whether the text speaks of another specimen than blood anywhere, also inside a name."""
        return any(
            meaning.what in ("urine", "other_specimen")
            for item in self.items
            if item.mention is not None
            for token in range(item.mention.first, item.mention.last)
            for mention in self.page.found.at(token, "cue")
            for meaning in mention.of("cue")
        )

    def _specimen_in_doubt(self, quantity: Quantity, bound: Bound) -> bool:
        if bound.name is None or quantity.specimen != "blood":
            return False
        mention = self.items[bound.name].mention
        both = mention is not None and len({m.what for m in mention.of("quantity")}) > 1
        return both and self.other_specimen_named and not (self._specimens_of(bound.name, bound))

    def _not_meant(self, bound: Bound, scope: Scope) -> Why | None:
        """Why a number that belongs to a quantity is all the same no result of this patient."""
        if scope.other_person:
            return "other_person"
        if scope.hypothetical:
            return "hypothetical"
        item = self.items[bound.number]
        if bound.comparator in ("<", "<=", ">", ">=") and (
            scope.question or item.clause in self.clauses_with["index"]
        ):
            return "not_a_measurement"
        if bound.number > self.clauses_with["threshold"].get(item.clause, bound.number):
            return "not_a_measurement"
        if self.binder.has_cue(bound.last + 1, "threshold"):
            return "not_a_measurement"
        before = bound.first - 1
        if bound.name is not None and bound.first == bound.name:
            if self.binder.has_cue(before, "change"):
                return "not_a_measurement"
            if self._states_normal(before, bound):
                return "reference_range"
        return None

    def _states_normal(self, before: int, bound: Bound) -> bool:
        """Whether it reads ``normal β2M is 2.4``: the limit, not a result."""
        j = before
        while self.binder.has_cue(j, "link", "blood"):
            j -= 1
        if not self.binder.has_cue(j, "reference"):
            return False
        return self._says_is(bound) or bound.comparator != "="

    def _says_is(self, bound: Bound) -> bool:
        return any(
            "equals" in self.items[j].cues for j in range((bound.name or 0) + 1, bound.number)
        )

    # Reference ranges

    def _reference(self, bound: Bound) -> None:
        """The upper end of a reference range is the laboratory's upper limit, where one is used."""
        item = self.items[bound.number]
        start, end = item.start, max(item.end, bound.end)
        lower = self.binder.has_cue(bound.number - 1, "greater", "at_least")
        if item.kind == "number" and (
            lower or self.binder.has_cue(bound.number - 1, "less", "at_most")
        ):
            start = self.items[bound.number - 1].start
        owner = bound.reference_of
        value = self.values.get(owner.number) if owner else None
        limit_code = None
        if value is not None:
            code = value.observation.code
            limit_code = self.library.quantities[cast("QuantityCode", code)].upper_limit
        high = item.high if item.kind == "range" else item
        if (
            value is None
            or owner is None
            or limit_code is None
            or high is None
            or high.broken
            or item.broken
            or lower
        ):
            self._leave("reference_range", None, start, end)
            return
        quantity = self.library.quantities[limit_code]
        mention = bound.units or owner.units
        units = [m.what for m in mention.of("unit")] if mention else None
        limit = value_of(quantity, None, high.numbers, units)
        if not isinstance(limit, Value) or not self._low_below_high(item):
            self._leave("reference_range", limit_code, start, end)
            return
        assumed: tuple[Assumption, ...] = ("unit",) if limit.unit_assumed else ()
        self._spot(limit_code, limit.number, start, end, assumed=assumed)

    def _low_below_high(self, item: Item) -> bool:
        if item.kind != "range" or item.high is None:
            return True
        return bool(item.numbers) and min(item.numbers) < max(item.high.numbers)

    def _effective(self, bound: Bound) -> date | None:
        """The day that stands between name and value or right behind the value."""
        days = [self.items[i] for i in bound.dates]
        after = bound.last + 1
        while self.binder.is_sign(after, "(,@") or self._is_in(after):
            after += 1
        before = bound.first - 1
        while self.binder.is_sign(before, ":-"):
            before -= 1
        for beside in (self.binder.item(before), self.binder.item(after)):
            if beside is not None and beside.kind == "date" and beside not in days:
                days.append(beside)
        found = {day_of(self.written.text[item.start : item.end], self.today) for item in days}
        return found.pop() if len(found) == 1 else None

    # Names

    def _name(self, i: int, item: Item, mention: Mention) -> None:
        scope = self.scopes[i]
        for meaning in mention.of("presence"):
            self._presence(i, item, meaning, scope)
            return
        for meaning in mention.of("coded_alone"):
            self._coded_alone(i, item, meaning, scope)
            return
        for meaning in mention.of("coded"):
            self._coded(i, item, meaning, scope)
            return
        if i in self.used_names:
            return
        for meaning in mention.of("other"):
            if self.library.other_names[meaning.what].reported and not scope.question:
                self._result_without_markers(i, item)
            return
        meanings = list(mention.of("quantity"))
        if meanings:
            self._without_number(i, item, meanings, scope)

    def _result_without_markers(self, i: int, item: Item) -> None:
        """Report ``FISH normal``, but not a heading (``FISH: del17p``) nor one of markers named."""
        statement = self.assertions.said_of(i)
        if statement.said == "present":
            return
        if any(
            other.sentence == item.sentence and self.assertions.kind_of(k) == "chromosome"
            for k, other in enumerate(self.items[i + 1 : i + _MARKERS_REACH], i + 1)
        ):
            return
        start, end = self.items[statement.first].start, self.items[statement.last].end
        self._leave("which_markers", None, min(start, item.start), max(end, item.end))

    def _without_number(self, i: int, item: Item, meanings: list[Meaning], scope: Scope) -> None:
        """A quantity that is named without a number: its level, or what keeps it unread."""
        meaning, why = self._for_specimen(i, None, meanings)
        code = cast("QuantityCode", (meaning or meanings[0]).what)
        level = self._level(i, code)
        if scope.question or (scope.hypothetical and level is None):
            return
        if level is not None:
            says, start, end = level
            why = why or self._not_of_patient(scope)
            if why is None:
                self._spot(says.what, says.says, start, end)  # type: ignore[arg-type]  # a coded code
            else:
                self._leave(why, cast("CodedCode", says.what), start, end)
            return
        pending = self.binder.has_cue(i - 1, "pending") or self.binder.has_cue(i + 1, "pending")
        j = i + 1
        while self.binder.has_cue(j, "link") or self.binder.is_sign(j, "-|\t("):
            j += 1
        pending = pending or self.binder.has_cue(j, "pending")
        self._leave("pending" if pending else "no_value", code, item.start, item.end)

    def _level(self, i: int, code: QuantityCode) -> tuple[Meaning, int, int] | None:
        """The word beside a quantity's name that says its level."""
        levels = [c for c, coded in self.library.coded.items() if coded.level_of == code]
        if not levels:
            return None
        item = self.items[i]
        j = i + 1
        while (
            self.binder.has_cue(j, "link", "blood") or self.binder.is_sign(j, "-(|\t")
        ) and self._word_at(j, levels) is None:
            j += 1
        if self.binder.has_cue(i - 1, "negated", "or"):
            return None
        if (after := self._word_at(j, levels)) is not None:
            end = self.page.tokens[after[1].last - 1].end
            if not self.binder.has_cue(self.binder.after_mention(j, after[1]), "reference"):
                return after[0], item.start, end
            return None
        k = i - 1
        while self.binder.has_cue(k, "blood") or self.binder.is_sign(k, "-"):
            k -= 1
        for back in range(4):
            first = self.binder.item(k - back)
            if first is None:
                break
            found = self._word_at(k - back, levels)
            if found is not None and self.binder.after_mention(k - back, found[1]) == k + 1:
                before = self.binder.item(k - back - 1)
                if before is not None and "negated" in before.cues:
                    return None
                if self.binder.has_cue(i + 1, "reference", "threshold"):
                    return None
                return found[0], first.start, item.end
        return None

    def _word_at(self, i: int, codes: list[CodedCode]) -> tuple[Meaning, Mention] | None:
        item = self.binder.item(i)
        if item is None:
            return None
        for mention in self.page.found.at(item.first, "coded_word"):
            for meaning in mention.of("coded_word"):
                if meaning.what in codes:
                    return meaning, mention
        return None

    # Coded observations and conditions

    def _coded(self, i: int, item: Item, meaning: Meaning, scope: Scope) -> None:
        code = cast("CodedCode", meaning.what)
        j = i + 1
        found = self._word_at(j, [code])
        while found is None and (self.binder.has_cue(j, "link") or self.binder.is_sign(j, "-|\t")):
            j += 1
            found = self._word_at(j, [code])
        if found is None:
            if i in self.coded_numbers:
                self._leave("not_used", code, *self.coded_numbers[i])
            return
        says, mention = found
        end = self.page.tokens[mention.last - 1].end
        why = self._not_of_patient(scope)
        behind = self.binder.after_mention(j, mention)
        denied = self.binder.has_cue(i - 1, "negated", "earlier")
        if why is None and (denied or self._is_one_of_two_words(behind, code)):
            why = "unclear_statement"
        if why is None and not scope.question:
            self._spot(code, says.says, item.start, end)
        elif why is not None:
            self._leave(why, code, item.start, end)

    def _is_one_of_two_words(self, i: int, code: CodedCode) -> bool:
        """Whether another word of the same observation is joined: ``Rai I or II``."""
        joined = self.binder.is_sign(i, "/-") or self.binder.has_cue(i, "or", "to")
        return joined and self._word_at(i + 1, [code]) is not None

    def _coded_alone(self, i: int, item: Item, meaning: Meaning, scope: Scope) -> None:
        code = cast("CodedCode", meaning.what)
        of_the_person = self.library.coded[code].of_the_person
        if scope.question and not of_the_person:
            return
        why = self._not_of_patient(scope)
        if why is None and self.assertions.said_of(i).said != "present":
            why = "unclear_statement"
        if why is None:
            self._spot(code, meaning.says, item.start, item.end)
        else:
            self._leave(why, code, item.start, item.end)

    def _presence(self, i: int, item: Item, meaning: Meaning, scope: Scope) -> None:
        code = cast("PresenceCode", meaning.what)
        why = self._not_of_patient(scope)
        meant = self._is_meant(i) if meaning.weak else True
        if meant is None:
            return
        if not meant:
            why = why or "unclear_statement"
        if why is None and self._may_be_a_unit(i, item):
            why = "unclear_statement"
        if why is None and scope.family_history:
            why = "other_person"
        if why is not None:
            self._leave(why, code, item.start, item.end)
            return
        if scope.question and not self.assertions.is_stated_in_question(i):
            return
        statement = self.assertions.said_of(i, asked=scope.question)
        start, end = self.items[statement.first].start, self.items[statement.last].end
        if statement.said == "unclear" or (meaning.says and statement.said != "present"):
            self._leave("unclear_statement", code, start, end)
            return
        self._spot(code, meaning.says or statement.said, start, end)
        if statement.said == "present":
            self._word_before_condition(i)

    def _is_meant(self, i: int) -> bool | None:
        """Whether a word in capitals is meant as a condition: surely (``dx ALL``), or perhaps.

        Null for a word among other words.
        """
        if self.text.isupper():
            return None
        sides = [(self.binder.item(i - 1), i - 2), (self.binder.item(i + 1), i + 2)]
        sure = False
        for beside, beyond in sides:
            says = beside is not None and (
                ("within" not in beside.cues and not beside.cues.isdisjoint(_SAYS_A_CONDITION))
                or self.binder.lookup(i - 1, "before_condition") is not None
                or beside.is_name("coded_alone")
                or self._joins(beside, beyond, i)
            )
            if not says and not self._stands_apart(beside):
                return None
            sure = sure or says
        return sure

    def _joins(self, beside: Item, beyond: int, i: int) -> bool:
        """Whether an item joins a name to another condition of its kind."""
        joint = beside.text in ",/" or not beside.cues.isdisjoint(("and", "or"))
        other = self.binder.item(beyond)
        return (
            joint
            and other is not None
            and self.assertions.kind_of(beyond) == self.assertions.kind_of(i)
        )

    def _may_be_a_unit(self, i: int, item: Item) -> bool:
        """Whether ``mm`` behind a number is a unit as likely as a condition."""
        before = self.binder.item(i - 1)
        if before is None or before.kind != "number" or self.binder.lookup(i, "unit") is None:
            return False
        return not (item.text.isupper() and i - 1 in self.values)

    def _word_before_condition(self, i: int) -> None:
        before = self.binder.item(i - 1)
        mention = self.binder.lookup(i - 1, "before_condition")
        if before is not None and mention is not None:
            meaning = next(mention.of("before_condition"))
            self._spot(cast("CodedCode", meaning.what), meaning.says, before.start, before.end)

    def _not_of_patient(self, scope: Scope) -> Why | None:
        if self.several_patients:
            return "patient_unclear"
        if scope.other_person:
            return "other_person"
        return "hypothetical" if scope.hypothetical else None


_LONGEST_UNIT: Final = 12
_MARKERS_REACH: Final = 40
_SAYS_A_CONDITION: Final = (
    "affirmed",
    "negated",
    "suspected",
    "affirmed_after",
    "negated_after",
    "suspected_after",
    "patient_label",
    "either",
)


def _code(meaning: Meaning) -> QuantityCode:
    return cast("QuantityCode", meaning.what)


def _specimen_headers(made: Page) -> list[str]:
    """For each item the specimen of the heading that it stands under, empty where there is none.

    A heading is a specimen word with a colon at the beginning of a line, or alone on its line.
    """
    headers: list[str] = []
    current = ""
    at_start = True
    for i, item in enumerate(made.items):
        if at_start:
            specimen = next(iter(item.cues & {"blood", "urine", "other_specimen"}), "")
            following = made.items[i + 1] if i + 1 < len(made.items) else None
            if specimen and following is not None and following.text in (":", "\n", "\r"):
                current = specimen
        at_start = item.kind == "break" and item.text in "\n\r"
        headers.append(current)
    return headers


def _governing_specimens(made: Page) -> list[str]:
    """For each item the specimen that was named last before it in its sentence, or nothing."""
    governing: list[str] = []
    current, sentence = "", -1
    for item in made.items:
        if item.sentence != sentence:
            current, sentence = "", item.sentence
        governing.append(current)
        current = next(iter(item.cues & {"blood", "urine", "other_specimen"}), current)
    return governing


def _clauses_with(made: Page, cue: str) -> dict[int, int]:
    """The clauses in which a cue stands, each with the first item of that cue."""
    found: dict[int, int] = {}
    for i, item in enumerate(made.items):
        if cue in item.cues:
            found.setdefault(item.clause, i)
    return found
