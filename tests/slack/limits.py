"""What Slack documents of its blocks, as a check that is no part of the program.

Blocks have to stand the models of slack_sdk too.

Source: https://docs.slack.dev/reference/block-kit/blocks and …/block-elements, read in November
2026. The limit of a whole message is undocumented; 13,200 characters are what users of Slack's own
library measured (github.com/slackapi/bolt-js, issue 2509).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block as Model

Block = Mapping[str, Any]

MEASURED = 13_200


def complaints(blocks: Sequence[Block], *, most: int = 50) -> list[str]:
    """Whatever Slack would refuse these blocks for, each with where; a view may have 100."""
    found = [f"{len(blocks)} blocks"] if not 0 < len(blocks) <= most else []
    if len(json.dumps(blocks, ensure_ascii=False)) > MEASURED:
        found.append("msg_blocks_too_long")
    ids = [element["action_id"] for block in blocks for element in _elements(block)]
    found += [f"action_id twice: {one}" for one in set(ids) if ids.count(one) > 1]
    names = [block["block_id"] for block in blocks if "block_id" in block]
    found += [f"block_id twice: {one}" for one in set(names) if names.count(one) > 1]
    found += [f"block_id too long: {one}" for one in names if not 0 < len(one) <= 255]
    for place, block in enumerate(blocks):
        found += [f"/{place}: {words}" for words in (*_block(block), *_as_modelled(block))]
    return found


def _as_modelled(block: Block) -> Iterator[str]:
    """What slack_sdk's own model says of a block; it must know every part of it."""
    try:
        modelled = Model.parse(dict(block))
        if modelled is None or modelled.to_dict() != block:
            yield "slack_sdk reads something else"
    except SlackObjectFormationError as error:
        yield str(error)


def _elements(block: Block) -> list[Block]:
    return [element for element in block.get("elements", ()) if "action_id" in element]


def _block(block: Block) -> Iterator[str]:
    kind = block["type"]
    most = {"context": 10, "actions": 25}.get(kind)
    if most and not 0 < len(block["elements"]) <= most:
        yield f"{len(block['elements'])} elements"
    match kind:
        case "header":
            yield from _text(block["text"], 150, "plain_text")
        case "section":
            yield from _text(block["text"], 3000)
        case "context":
            for element in block["elements"]:
                yield from _text(element, 3000)
        case "actions":
            for element in block["elements"]:
                yield from _element(element)
        case other:
            yield f"a block of type {other}"


def _element(element: Block) -> Iterator[str]:
    if not 0 < len(element["action_id"]) <= 255:
        yield "action_id"
    match element["type"]:
        case "button":
            yield from _text(element["text"], 75, "plain_text")
            if len(element.get("value", "")) > 2000:
                yield "value"
        case "static_select" | "radio_buttons":
            most = 100 if element["type"] == "static_select" else 10
            if not 0 < len(element["options"]) <= most:
                yield "options"
            for option in element["options"]:
                yield from _text(option["text"], 75)
                if not 0 < len(option["value"]) <= 150:
                    yield "value of an option"
            if element.get("initial_option", element["options"][0]) not in element["options"]:
                yield "initial_option"
        case other:
            yield f"an element of type {other}"


def _text(text: Block, most: int, *types: str) -> Iterator[str]:
    if text["type"] not in (types or ("plain_text", "mrkdwn")):
        yield f"a text of type {text['type']}"
    if not 0 < len(text["text"].encode("utf-16-le", "surrogatepass")) // 2 <= most:
        yield f"a text of {len(text['text'])} characters"
    if text["type"] == "plain_text" and "verbatim" in text:
        yield "verbatim in a plain_text"
