"""Which rules does a text name? Whoever writes ``R2-ISS?`` asks for that rule."""

from typing import Final

from b2m_core.knowledge.library import Library
from b2m_core.reading.items import Page
from b2m_core.reading.models import NamedRule
from b2m_core.reading.spelling import Spelled

_AROUND: Final = frozenset({"link", "and", "or", "request", "suspected"})
"""Cues that go with a name and say nothing more."""


def names_only_rules(page: Page, library: Library) -> bool:
    """Whether a text is nothing but names of rules: ``R-ISS and R2-ISS, please``."""
    names = [item for item in page.items if item.is_name("other")]
    return bool(names) and all(
        any(library.other_names[meaning.what].rule for meaning in item.mention.of("other"))
        if item.mention and item in names
        else item.kind in ("break", "sign") or not item.cues.isdisjoint(_AROUND)
        for item in page.items
    )


def named_rules(written: Spelled, page: Page, library: Library) -> tuple[NamedRule, ...]:
    """The rules whose names stand in a text, each once, where it stands first."""
    named: dict[str, NamedRule] = {}
    for _, mention in sorted(page.found.placed.items()):
        for meaning in mention.of("other"):
            rule = library.other_names[meaning.what].rule
            if rule is not None and rule not in named:
                first, last = page.tokens[mention.first], page.tokens[mention.last - 1]
                start, end = written.as_written(first.start, last.end)
                named[rule] = NamedRule(rule=rule, start=start, end=end)
    return tuple(named.values())
