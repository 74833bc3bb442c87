"""The page of one topic: the question, the answer in three wordings, and what it covers."""

from collections.abc import Iterator, Mapping

from b2m_core.contract.codes import TopicCode
from b2m_core.knowledge.library import Library
from scripts.pages.markdown import bullets, made_by, numbered, page, section
from scripts.pages.words import AUDIENCES, Sources, Words


def topic_page(code: TopicCode, statements: Mapping[str, str], library: Library) -> str:
    """The page; ``statements`` are those of the source articles, by their id."""
    topic = library.topics[code]
    words, sources = Words(library), Sources(library)

    def wording() -> Iterator[str]:
        for audience, name in AUDIENCES.items():
            yield f"## {name}"
            for paragraph in topic.paragraphs:
                said = paragraph.statement.for_audience(audience)
                yield f"{said} {sources.cite(*paragraph.citations)}"

    covered = sorted({seed for paragraph in topic.paragraphs for seed in paragraph.covers})
    return page(
        f"# {topic.title.clinician}",
        made_by(f"b2m_core/knowledge/content/topics/{code}.yml"),
        f"`{code}` · {words.review(f'topics/{code}')}",
        f"> {topic.question}",
        *wording(),
        section(
            "Statements of the source articles that it covers",
            bullets(
                f"[{seed}](../statements.md#{seed.lower()}): {statements[seed]}" for seed in covered
            ),
        ),
        section("Notes", topic.notes or ""),
        section("Sources", numbered(sources.listed())),
    )
