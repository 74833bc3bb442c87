"""The pages of the cautions and of the next steps: when each is given, and in which words."""

from collections.abc import Iterator

from b2m_core.knowledge.library import Library
from scripts.pages.markdown import made_by, numbered, page, section
from scripts.pages.words import Sources, Words, rule_link


def cautions_page(library: Library) -> str:
    """Every caution."""
    words, sources = Words(library), Sources(library)

    def items() -> Iterator[str]:
        for code, item in library.cautions.items():
            yield f'## <a id="{code}"></a>{item.label.clinician}'
            yield f"`{code}` · {words.review(f'cautions/{code}')}"
            if item.when:
                yield f"Given when:\n\n{words.outline(item.when)}"
            rules = [
                rule_link(library, rule.code)
                for rule in library.rules.values()
                if any(raised.caution == code for raised in rule.raises)
                or any(reason.caution == code for reason in rule.not_applicable)
            ]
            if rules:
                yield f"Given with {', '.join(rules)}, in the words of the rule."
            if item.statement:
                yield "What is said:"
                yield words.wordings(item.statement, sources.cite(*item.citations))
            if item.notes:
                yield f"Note: {item.notes}"

    return page(
        "# Cautions",
        made_by("b2m_core/knowledge/content/cautions.yml"),
        "What makes a finding less sure, in the order in which it is named.",
        *items(),
        section("Groups of conditions", words.groups()),
        section("Sources", numbered(sources.listed())),
    )


def next_steps_page(library: Library) -> str:
    """Every next step."""
    words, sources = Words(library), Sources(library)

    def items() -> Iterator[str]:
        for code, item in library.next_steps.items():
            yield f'## <a id="{code}"></a>{item.label.clinician}'
            yield f"`{code}` · {words.review(f'next_steps/{code}')}"
            yield f"Named when:\n\n{words.outline(item.when)}"
            if item.done_when:
                yield f"Needless when:\n\n{words.outline(item.done_when)}"
            yield "What is said:"
            yield words.wordings(item.statement, sources.cite(*item.citations))
            if item.notes:
                yield f"Note: {item.notes}"

    return page(
        "# Next steps",
        made_by("b2m_core/knowledge/content/next_steps.yml"),
        "Work-up that the sources name, in the order in which it is named.",
        *items(),
        section("Groups of conditions", words.groups()),
        section("Sources", numbered(sources.listed())),
    )
