"""Which rules does a text name? Whoever writes ``R2-ISS?`` asks for that rule."""

from b2m_core.knowledge.library import Library
from b2m_core.reading.items import Page
from b2m_core.reading.models import NamedRule
from b2m_core.reading.spelling import Spelled


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
