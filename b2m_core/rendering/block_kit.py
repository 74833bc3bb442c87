"""Slack's Block Kit: its text objects and blocks, each within the limits that Slack documents.

The limits are those of https://docs.slack.dev/reference/block-kit. Lengths count UTF-16 units, as
Slack's own clients do, so that no text is longer there than here. Whatever is too long is split at
the end of a line, a sentence or a word; nothing is cut.

What a user wrote goes into ``plain`` objects alone: Slack makes no mention, link or emphasis of
them. ``mrkdwn`` is for words of the knowledge base and for links of ours.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final
from urllib.parse import quote, urlsplit

Block = dict[str, Any]

MAX_BLOCKS: Final = 50
MAX_SECTION_TEXT: Final = 3000
MAX_HEADER_TEXT: Final = 150
MAX_CONTEXT_TEXT: Final = 3000
MAX_CONTEXT_ELEMENTS: Final = 10
MAX_ACTIONS: Final = 25
MAX_BUTTON_LABEL: Final = 75
MAX_BUTTON_VALUE: Final = 2000
MAX_URL: Final = 3000
MAX_MESSAGE_TEXT: Final = 4000
"""For a message without blocks: ``chat.update`` refuses more with ``msg_too_long``, and since 2024
``chat.postMessage`` does so too (github.com/seratch/ChatGPT-in-Slack, issue 102)."""
MAX_BLOCKS_JSON: Final = 12_000
"""For all blocks of a message as JSON. Slack states none and refuses more than about 13,200
characters with ``msg_blocks_too_long`` (github.com/slackapi/bolt-js, issues 2509 and 2867)."""

_ENDS: Final = ("\n", ". ", "; ", ", ", " ")
"""Where a long text may be parted, best first."""


def size(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def escaped(text: str) -> str:
    """A text for ``mrkdwn`` whose signs make neither a mention nor a link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(text: str) -> Block:
    """A text that Slack shows as it stands."""
    return {"type": "plain_text", "text": text, "emoji": False}


def mrkdwn(text: str) -> Block:
    """A text in Slack's own markup, in which Slack looks for no further names or addresses."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def link(label: str, url: str | None) -> str:
    """A label as a link in ``mrkdwn``; as words alone where there is no web address for it."""
    if not url or urlsplit(url).scheme not in ("http", "https"):
        return escaped(label)
    address = quote(url, safe=":/?#[]@!$'()*+,;=%~-._&")
    if size(address) > MAX_URL:
        return escaped(label)
    return f"<{escaped(address)}|{escaped(label)}>"


def header(text: str) -> Iterator[Block]:
    """A header; as a section where the text is too long for one."""
    if size(text) <= MAX_HEADER_TEXT:
        yield {"type": "header", "text": plain(text)}
    else:
        yield from sections([text])


def sections(lines: Iterable[str]) -> Iterator[Block]:
    """Lines as sections, as many in each as fit."""
    for text in packed(lines, MAX_SECTION_TEXT):
        yield {"type": "section", "text": plain(text)}


def heading(text: str) -> Block:
    """A line of emphasis over what follows; only for words of the knowledge base."""
    return {"type": "section", "text": mrkdwn(f"*{escaped(text)}*")}


def context(texts: Sequence[Block]) -> Iterator[Block]:
    """Text objects in small print."""
    for start in range(0, len(texts), MAX_CONTEXT_ELEMENTS):
        yield {"type": "context", "elements": list(texts[start : start + MAX_CONTEXT_ELEMENTS])}


def button(action_id: str, label: str, value: str | None = None) -> Block:
    """A button. Raises ``ValueError`` where label or value is longer than Slack takes."""
    if size(label) > MAX_BUTTON_LABEL or (value is not None and size(value) > MAX_BUTTON_VALUE):
        raise ValueError(f"{action_id}: the label or the value is too long for a button")
    made = {"type": "button", "action_id": action_id, "text": plain(label)}
    return made if value is None else made | {"value": value}


def actions(buttons: Sequence[Block]) -> Iterator[Block]:
    """Buttons in rows."""
    for start in range(0, len(buttons), MAX_ACTIONS):
        yield {"type": "actions", "elements": list(buttons[start : start + MAX_ACTIONS])}


def fits(blocks: Sequence[Block]) -> bool:
    """Whether Slack takes these blocks as one message."""
    written = json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))
    return len(blocks) <= MAX_BLOCKS and size(written) <= MAX_BLOCKS_JSON


def messages(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Blocks in as many messages as it takes, in order."""
    made: list[Block] = []
    for block in blocks:
        if made and not fits([*made, block]):
            yield made
            made = []
        made.append(block)
    if made:
        yield made


def packed(lines: Iterable[str], limit: int, between: str = "\n") -> Iterator[str]:
    """Lines joined to texts of at most ``limit`` UTF-16 units; a longer line is parted."""
    text = ""
    for part in (part for line in lines for part in parted(line, limit)):
        longer = f"{text}{between}{part}" if text else part
        if size(longer) > limit:
            yield text
            longer = part
        text = longer
    if text:
        yield text


def parted(text: str, limit: int) -> Iterator[str]:
    """A text in parts of at most ``limit`` units, each ending where a reader would pause."""
    while size(text) > limit:
        most = _most(text, limit)
        cuts = (text.rfind(end, 0, most) + len(end) for end in _ENDS if end in text[:most])
        cut = next((cut for cut in cuts if cut > most // 2), most)
        yield text[:cut].rstrip()
        text = text[cut:].lstrip()
    if text:
        yield text


def _most(text: str, limit: int) -> int:
    """How many characters of a text have at most ``limit`` units."""
    units = 0
    for place, character in enumerate(text):
        units += size(character)
        if units > limit:
            return place
    return len(text)
