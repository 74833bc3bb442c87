"""The answers to questions about beta-2 microglobulin."""

from pydantic import Field

from b2m_core.contract.codes import ObservationCode, RuleCode, TopicCode
from b2m_core.knowledge.schema.items import Item, Name, ReferenceId, Reviewed, Wording


class TopicParagraph(Item):
    """One paragraph of a topic, with the seed statements it covers."""

    statement: Wording
    citations: tuple[ReferenceId, ...] = Field(min_length=1)
    covers: tuple[str, ...] = ()


class Topic(Reviewed):
    """The answer to one kind of question; ``rules`` are those that it explains.

    ``asks`` names what is asked, ``about`` of what: where the next message only names something
    else (``and in CLL?``), the topic that asks the same about that answers it.
    """

    code: TopicCode
    title: Wording
    question: str
    rules: tuple[RuleCode, ...] = ()
    asks: tuple[Name, ...] = ()
    about: tuple[ObservationCode, ...] = ()
    paragraphs: tuple[TopicParagraph, ...] = Field(min_length=1)
