"""Which name is two, because two values follow it? The ratio of ``BUN/Cr 31/1.8`` is none."""

from dataclasses import replace
from typing import Final

from b2m_core.reading.items import Item, Page
from b2m_core.reading.meanings import NAMES, Mention

_MOST_LINKS: Final = 3
_LONGEST_CHAIN: Final = 24
"""Of names and slashes; the limit keeps long texts linear."""


def split_joined_names(page: Page) -> None:
    """Make two names of one that slashes join, where as many values stand behind all of them."""
    items: list[Item] = []
    i = 0
    while i < len(page.items):
        if page.items[i].kind != "name":
            items.append(page.items[i])
            i += 1
            continue
        chain = _chain(page, i)
        parts = [_parts(page, item) or [item] for item in chain]
        names = sum(part.kind == "name" for several in parts for part in several)
        split = names > sum(item.kind == "name" for item in chain)
        whole = not split or _slash_values(page, i + len(chain) - 1) != names
        items += chain if whole else [part for several in parts for part in several]
        i += len(chain)
    page.items = items


def _chain(page: Page, i: int) -> list[Item]:
    """A name, and the names that slashes join to it."""
    end = i + 1
    while (
        end < i + _LONGEST_CHAIN
        and page.is_sign(end, "/")
        and (behind := page.item(end + 1)) is not None
        and behind.kind == "name"
    ):
        end += 2
    return page.items[i:end]


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
