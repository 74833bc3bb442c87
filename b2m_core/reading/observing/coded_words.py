"""Which word of a coded observation begins at an item?"""

from collections.abc import Collection

from b2m_core.contract.codes import CodedCode
from b2m_core.reading.items import Page
from b2m_core.reading.meanings import Meaning, Mention


def word_at(page: Page, i: int, codes: Collection[CodedCode]) -> tuple[Meaning, Mention] | None:
    """The word of one of these coded observations that begins at an item."""
    item = page.item(i)
    if item is None:
        return None
    for mention in page.found.at(item.first, "coded_word"):
        for meaning in mention.of("coded_word"):
            if meaning.what in codes:
                return meaning, mention
    return None
