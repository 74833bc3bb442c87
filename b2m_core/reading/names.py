"""What does a text name: rules, by which they are asked for, and anything that can be observed?"""

from typing import Final, cast

from b2m_core.contract.codes import ObservationCode
from b2m_core.knowledge.library import Library
from b2m_core.reading.items import SPECIMENS, Page
from b2m_core.reading.models import NamedRule
from b2m_core.reading.spelling import Spelled

_AROUND: Final = frozenset({"link", "and", "or", "request", "suspected"})
"""Cues that go with a name and say nothing more."""


def names_only_rules(page: Page, library: Library) -> bool:
    """Whether a text is nothing but names of rules: ``R-ISS and R2-ISS, please``."""
    names = False
    for item in page.items:
        if item.is_name("other") and item.mention is not None:
            if not any(library.other_names[m.what].rule for m in item.mention.of("other")):
                return False
            names = True
        elif item.kind not in ("break", "sign") and item.cues.isdisjoint(_AROUND):
            return False
    return names


def named_rules(written: Spelled, page: Page, library: Library) -> tuple[NamedRule, ...]:
    """The rules whose names stand in a text, each once, where it stands first."""
    named: dict[str, NamedRule] = {}
    for at in sorted(page.found.by_kind["other"].keys() & page.found.placed.keys()):
        mention = page.found.placed[at]
        for meaning in mention.of("other"):
            rule = library.other_names[meaning.what].rule
            if rule is not None and rule not in named:
                first, last = page.tokens[mention.first], page.tokens[mention.last - 1]
                start, end = written.as_written(first.start, last.end)
                named[rule] = NamedRule(rule=rule, start=start, end=end)
    return tuple(named.values())


def named_codes(page: Page, library: Library) -> tuple[ObservationCode, ...]:
    """Everything that a text names, whether or not something is said of it, each once."""
    named: dict[ObservationCode, None] = {}
    for item in page.items:
        if item.kind == "name" and item.mention is not None:
            for code in item.mention.meanings.observed:
                named[cast("ObservationCode", code)] = None
        for specimen in item.cues.intersection(SPECIMENS) if item.cues else ():
            for quantity in library.quantities.values():
                if quantity.other_specimens and quantity.specimen == specimen:
                    named[quantity.code] = None
    return tuple(named)
