"""What did the user type? Slack's formatting undone, its entities decoded exactly once.

Source: https://docs.slack.dev/messaging/formatting-message-text. In a message's text every typed
``<``, ``>`` and ``&`` is an entity; a ``<…>`` that names somebody or leads somewhere is Slack's.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

_ENTITIES: Final = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
_QUOTES: Final = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'"})
_OWN: Final = re.compile(r"<([@#!][^<>]*|[a-z][a-z0-9+.-]*:[^<>]*)>|&(?:lt|gt|amp);")
_CODE: Final = re.compile(r"```\n?(.*?)\n?```|`([^`\n]+)`", re.DOTALL)
_EMOJI: Final = re.compile(
    r"(?<![\w:]):(?:[a-z_+-][a-z0-9_+'-]*|100|1234):(?::skin-tone-[2-6]:)?(?!\w)"
)
"""``:100:`` is a picture and no number; ``10:30:00`` is none."""


def _emphasis(sign: str) -> re.Pattern[str]:
    """A pair of signs as Slack takes it: around words, at their edges, on one line."""
    one = re.escape(sign)
    return re.compile(rf"(?<![\w{one}]){one}(?=\S)([^{one}\n]*[^\s{one}]){one}(?![\w{one}])")


_BOLD, _ITALIC, _STRUCK = (_emphasis(sign) for sign in "*_~")


def typed(text: str, bot_user: str | None = None) -> str:
    """The text as it was typed; what was struck out is gone, and so is the mention of ourselves."""
    text = _CODE.sub(lambda found: found[1] or found[2] or "", text)
    for pattern, shown in ((_STRUCK, " "), (_BOLD, r"\1"), (_ITALIC, r"\1")):
        text = pattern.sub(shown, text)
    text = _EMOJI.sub(" ", text)
    text = _OWN.sub(lambda found: _decoded(found, bot_user), text)
    return text.translate(_QUOTES).strip()


def _decoded(found: re.Match[str], bot_user: str | None) -> str:
    inner = found[1]
    if inner is None:
        return _ENTITIES[found[0]]
    target, _, label = inner.partition("|")
    if target == f"@{bot_user}":
        return " "
    if target[:1] in ("@", "#"):
        shown = target[0] + label.removeprefix(target[0])
    elif label:
        shown = label
    elif target.startswith("!"):  # a call such as <!here>
        shown = f"@{target[1:].partition('^')[0]}"
    else:  # an address
        shown = target.removeprefix("mailto:").removeprefix("tel:")
    # The entities within are the user's too; each is decoded once, here.
    return re.sub(r"&(?:lt|gt|amp);", lambda entity: _ENTITIES[entity[0]], shown)


def mentions(text: str, user: str | None) -> bool:
    """Whether a message's text mentions this user."""
    return bool(user) and re.search(rf"<@{re.escape(user or '')}(\|[^>]*)?>", text) is not None


def tables(message: Mapping[str, Any]) -> Iterator[str]:
    """The rows of tables pasted into a message: Slack keeps them out of its text."""
    attached = (block for one in message.get("attachments") or () for block in _blocks(one))
    for block in (*_blocks(message), *attached):
        if block.get("type") == "table":
            for row in block.get("rows") or ():
                yield "\t".join(" ".join(_words([cell])).strip() for cell in row)


def _blocks(holder: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    return [block for block in holder.get("blocks") or () if isinstance(block, dict)]


def _words(elements: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for element in elements:
        if isinstance(element.get("text"), str):
            yield element["text"]
        yield from _words(element.get("elements") or ())


def shown(message: Mapping[str, Any]) -> str:
    """Everything that a message shows, whoever or whatever wrote it.

    A program's message may say all of it in blocks or attachments, with a mere summary as its text;
    a person's blocks of rich text say what the text says.
    """
    holders = (message, *(message.get("attachments") or ()))
    parts = [typed_message(message, None)]
    for holder in holders:
        parts += [typed(text) for text in _laid_out(_blocks(holder))]
    for one in message.get("attachments") or ():
        fields = one.get("fields") or ()
        parts += [typed(str(one.get(name) or "")) for name in ("pretext", "title", "text")]
        parts += [typed(f"{field.get('title', '')} {field.get('value', '')}") for field in fields]
    return "\n".join(dict.fromkeys(part for part in parts if part))


def _laid_out(blocks: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The texts of blocks that a program laid out."""
    for block in blocks:
        if block.get("type") in ("section", "header", "context", "markdown"):
            texts = [block.get("text"), *block.get("fields", ()), *block.get("elements", ())]
            for text in texts:
                said = text.get("text") if isinstance(text, dict) else text
                if isinstance(said, str):
                    yield said


def typed_message(message: Mapping[str, Any], bot_user: str | None) -> str:
    """Everything a message says: its text as typed, then its tables."""
    said = typed(message.get("text") or "", bot_user)
    return "\n".join(part for part in (said, *tables(message)) if part)
