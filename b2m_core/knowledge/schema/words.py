"""Words beside the values, days, numbers and columns, and what is said of what was not read."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from b2m_core.contract.codes import QuantityCode
from b2m_core.knowledge.schema.conditions import Comparisons
from b2m_core.knowledge.schema.items import Item, Name, ReadOnly, Text, Wording
from b2m_core.knowledge.schema.observations import Named

CueCode = Literal[
    "link",
    "less",
    "at_most",
    "greater",
    "at_least",
    "about",
    "at_most_after",
    "at_least_after",
    "blood",
    "urine",
    "other_specimen",
    "flag",
    "reference",
    "own_laboratory",
    "pending",
    "negated",
    "negates_list",
    "negates_one",
    "negated_after",
    "suspected",
    "suspected_after",
    "affirmed",
    "affirmed_after",
    "turns_into",
    "but",
    "question",
    "stated",
    "in_general",
    "hypothetical",
    "family_history",
    "other_person",
    "threshold",
    "correction",
    "change",
    "and",
    "or",
    "then",
    "from",
    "to",
    "takes_back",
    "withdrawn",
    "either",
    "within",
    "person_is",
    "patient_label",
    "title",
    "equals",
    "now",
    "earlier",
    "question_verb",
    "planned",
    "index",
    "disregard",
    "states_right",
    "that_was",
    "mistake",
    "supposed",
    "if",
    "modal",
    "not_so",
    "of_many",
    "statistic",
    "turns_from",
    "spoken_of",
    "planned_after",
    "until",
    "negates_next",
    "no_person",
    "condition_set",
    "holds",
    "given",
    "several",
    "respectively",
    "past",
    "next_patient",
    "request",
    "same_sample",
    "yes",
    "no_answer",
    "unknown",
    "unit_word",
]


class Cue(Named):
    """Words that say how what stands near them is meant.

    The file says for each code what it does.
    """

    code: CueCode
    says: str


_Words = tuple[Text, ...]


class NumberWords(Item):
    """How people write numbers in words: the file ``numbers.yml``.

    ``words`` are lists of spellings from zero; ``point`` stands before decimals.
    """

    words: tuple[_Words, ...]
    point: _Words


class DateWords(Item):
    """How people write days: the file ``dates.yml``, in which comments explain each list.

    ``months``, ``weekdays`` (from Monday), ``days_ago`` (from today) and ``counts`` (from one) are
    lists in order. ``months_elsewhere`` are spellings of months that are other words too.
    ``sampled``, ``birth`` and ``other_days`` say what the day beside them is.
    """

    months: tuple[_Words, ...]
    months_elsewhere: _Words
    weekdays: tuple[_Words, ...]
    days_ago: tuple[_Words, ...]
    spans: ReadOnly[Literal["day", "week", "month", "year"], _Words]
    counts: tuple[_Words, ...]
    ago: _Words
    ago_before: _Words
    before_that: _Words
    later: _Words
    last: _Words
    this: _Words
    next: _Words
    before_day: _Words
    durations: _Words
    ordinals: _Words
    of: _Words
    sampled: _Words
    birth: _Words
    other_days: _Words

    @model_validator(mode="after")
    def _is_a_calendar(self) -> "DateWords":
        for key, lists, number in (("months", self.months, 12), ("weekdays", self.weekdays, 7)):
            if len(lists) != number:
                raise ValueError(f"{key}: expected {number} lists of words, got {len(lists)}")
        return self

    @model_validator(mode="after")
    def _each_word_says_one_thing(self) -> "DateWords":
        spans = tuple(self.spans.values())
        for numbered in (self.months, self.weekdays, self.days_ago, spans, self.counts):
            words = [word for spelled in numbered for word in spelled]
            for word in words:
                if words.count(word) > 1:
                    raise ValueError(f"{word} stands in two lists; it can say only one of them")
        for word in self.months_elsewhere:
            if not any(word in spelled for spelled in self.months):
                raise ValueError(f"months_elsewhere: {word} is no spelling of a month")
        return self


class ColumnWords(Item):
    """What heads of columns are called: the file ``layouts.yml``.

    ``earlier`` is a value of another time, ``low`` and ``high`` are the two ends of the reference
    range, ``patient`` tells patients apart. What stands under ``flag`` is not used.
    """

    analyte: _Words
    value: _Words
    earlier: _Words
    unit: _Words
    reference: _Words
    low: _Words
    high: _Words
    flag: _Words
    day: _Words
    specimen: _Words
    patient: _Words

    @model_validator(mode="after")
    def _each_word_says_one_thing(self) -> "ColumnWords":
        words = [word for name in type(self).model_fields for word in getattr(self, name)]
        for word in words:
            if words.count(word) > 1:
                raise ValueError(f"{word} stands in two lists; a column can be only one of them")
        return self


Why = Literal[
    "no_analyte",
    "unclear_which",
    "unit_unclear",
    "unknown_unit",
    "implausible_value",
    "ambiguous_number",
    "range",
    "reference_range",
    "not_a_measurement",
    "hypothetical",
    "pending",
    "other_person",
    "other_specimen",
    "specimen_unclear",
    "patient_unclear",
    "not_used",
    "which_markers",
    "corrected",
    "earlier_value",
    "unclear_statement",
    "no_value",
    "misspelled",
    "day_unclear",
    "other_day",
    "order_unclear",
    "not_final",
]


class UnreadReason(Item):
    """What is said about words that were seen and not used."""

    code: Why
    reason: Text


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"no regular expression: {error}") from None
    return pattern


class PersonalKind(Item):
    """A kind of personal data: what it is called and how it looks.

    Where a pattern has a group ``personal``, that part is personal, else the whole. What is read
    from a kind that ``holds_values`` is used; anything else that looks like a result there is none.
    """

    code: Name
    label: Wording
    holds_values: bool = False
    patterns: tuple[Annotated[Text, AfterValidator(_compiles)], ...] = Field(min_length=1)


class Language(Item):
    """By what a language is known: little ``words`` in small letters, or the range of its script.

    ``says`` is how one who writes it is told that answers are in English.
    """

    code: Annotated[str, Field(pattern=r"^[a-z]{2}$")]
    says: Text | None = None
    words: tuple[Text, ...] = ()
    script: Text | None = None


class FishbonePlace(Comparisons):
    """What stands in one place of a fishbone: a quantity, or what is not used; and its limits."""

    code: QuantityCode | None = None
    what: Text | None = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> "FishbonePlace":
        if (self.code is None) == (self.what is None):
            raise ValueError("expected either code or what")
        return self


class Fishbone(Item):
    """Shorthand with lines between numbers: an item of ``fishbones.yml``.

    ``joined`` has one sign for each line, ``holds`` one place more.
    """

    joined: str = Field(min_length=2)
    holds: tuple[FishbonePlace, ...]

    @model_validator(mode="after")
    def _has_a_place_for_each_number(self) -> "Fishbone":
        if len(self.holds) != len(self.joined) + 1:
            raise ValueError(
                f"holds: expected {len(self.joined) + 1} places, one more than joined has signs"
            )
        return self
