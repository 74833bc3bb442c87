"""Which name is two, because two values follow it? The ratio of ``BUN/Cr 31/1.8`` is none."""

from dataclasses import replace
from typing import Final

from b2m_core.reading.items import Item, Page
from b2m_core.reading.lexicon import NAMES, Mention

_MOST_LINKS: Final = 3


def split_joined_names(page: Page) -> None:
    """Make two names of one that slashes join, where as many values stand behind it."""
    items: list[Item] = []
    for i, item in enumerate(page.items):
        parts = _parts(page, item) if "/" in item.text and _slash_values(page, i) else []
        values = _slash_values(page, i) if parts else 0
        items += parts if values * 2 == len(parts) + 1 else [item]
    page.items = items


def _slash_values(page: Page, i: int) -> int:
    """How many values that slashes join stand behind a name."""
    j = i + 1
    while j <= i + _MOST_LINKS and page.has_cue(j, "link"):
        j += 1
    values = 0
    while (item := page.item(j)) is not None and item.kind == "number":
        values += 1
        if not page.is_sign(j + 1, "/"):
            break
        j += 2
    return values if values > 1 else 0


def _parts(page: Page, item: Item) -> list[Item]:
    """The names and slashes that a name consists of; none where a part is no name."""
    if item.kind != "name":
        return []
    parts: list[Item] = []
    at = item.first
    while at < item.last:
        token = page.tokens[at]
        if token.text == "/":
            parts.append(
                replace(
                    item,
                    kind="sign",
                    first=at,
                    last=at + 1,
                    start=token.start,
                    end=token.end,
                    text="/",
                    mention=None,
                    cues=frozenset(),
                )
            )
            at += 1
            continue
        mention = _name_at(page, at, item)
        if mention is None:
            return []
        last = page.tokens[mention.last - 1]
        parts.append(
            replace(
                item,
                first=at,
                last=mention.last,
                start=token.start,
                end=last.end,
                text=token.text,
                mention=mention,
            )
        )
        at = mention.last
    return parts


def _name_at(page: Page, at: int, whole: Item) -> Mention | None:
    """The longest name inside another one that begins at a token and ends before a slash."""
    for kind in NAMES:
        for mention in page.found.at(at, kind):
            ends = mention.last == whole.last or page.tokens[mention.last].text == "/"
            if mention.last <= whole.last and mention.last - at < whole.last - whole.first and ends:
                return mention
    return None
