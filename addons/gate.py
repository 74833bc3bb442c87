"""The gate that every channel passes: what comes in is checked, what goes out is one answer.

A channel reads the request's body with ``read``, asks ``answer`` and renders the messages. It never
hands a message to Rasa itself.
"""

import asyncio
import json
import logging
import traceback
import unicodedata
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from addons.direct_runner import run_directly
from addons.schema_once import check_schema_once
from b2m_core.contract.codes import Audience
from b2m_core.contract.limits import MAX_CHARACTERS
from b2m_core.contract.models import Answer, Observation
from b2m_core.knowledge.library import Library
from b2m_core.respond import notice

MAX_BODY_BYTES = 1_000_000
MAX_SENDER_CHARACTERS = 256
DEADLINE_S = 6.0
"""For a whole turn: the action's own five seconds, and what Rasa needs around them."""

HandOver = Callable[[UserMessage], Awaitable[Any]]
Messages = list[dict[str, Any]]

logger = logging.getLogger(__name__)

check_schema_once()  # every channel comes past here, before Rasa loads its model
run_directly()


class BadRequest(ValueError):
    """The request is no message; its words say what is wrong and what to send instead."""


@dataclass(frozen=True)
class Incoming:
    """One message: whose conversation it belongs to, what was typed, and for whom, if that is said.

    ``audience`` words the answers until the conversation has an audience of its own. With
    ``observations`` the message says these, whatever its words are read as.
    """

    sender: str
    text: str
    audience: Audience | None = None
    observations: tuple[Observation, ...] = ()

    @property
    def metadata(self) -> dict[str, Any]:
        """What goes with the message to the action, beside its words."""
        said = [observation.model_dump(mode="json") for observation in self.observations]
        given = {"audience": self.audience, "observations": said}
        return {name: value for name, value in given.items() if value}


def read(body: bytes) -> Incoming:
    """Read a request's body ``{"sender": …, "message": …}``; raises ``BadRequest``."""
    if len(body) > MAX_BODY_BYTES:
        raise BadRequest(f"The request is too large: at most {MAX_BODY_BYTES} bytes are read.")
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        raise BadRequest(
            'The request is not valid JSON. Send {"sender": "…", "message": "…"} as UTF-8.'
        ) from None
    if not isinstance(content, dict):
        raise BadRequest('The request must be a JSON object: {"sender": "…", "message": "…"}.')
    sender, text = content.get("sender"), content.get("message")
    if not isinstance(sender, str) or not sender.strip():
        raise BadRequest(
            "The field 'sender' is missing: send a non-empty text that is different for each"
            " conversation, so that no two share one patient."
        )
    if len(sender) > MAX_SENDER_CHARACTERS:
        raise BadRequest(f"The field 'sender' is longer than {MAX_SENDER_CHARACTERS} characters.")
    if not isinstance(text, str):
        raise BadRequest("The field 'message' is missing: send the message as a text.")
    return Incoming(sender, text)


def check(text: str) -> str | None:
    """Name the notice that a message gets which the assistant does not look at; else ``None``."""
    if len(text) > MAX_CHARACTERS:
        return "too_long"
    if not text.strip():
        return "empty"
    return None


def printable(text: str) -> str:
    """Show each control character and each half of a character as U+FFFD.

    Dropping one would join the digits around it; a space would part them in silence.
    """
    return "".join(
        character if _is_text(character) else "\N{REPLACEMENT CHARACTER}" for character in text
    )


def _is_text(character: str) -> bool:
    return character in "\t\n\r" or unicodedata.category(character) not in ("Cc", "Cs")


async def answer(
    hand_over: HandOver, incoming: Incoming, channel: str, library: Library
) -> Messages:
    """Play one turn and return its messages, exactly one of which carries an answer.

    A turn that fails, hangs or answers nothing gets a notice that says so. When it is cut off at
    ``DEADLINE_S``, Rasa releases the conversation's lock and keeps nothing of the message.
    """
    if reason := check(incoming.text):
        return _notice(reason, incoming.sender, library)
    collector = CollectingOutputChannel()
    message = UserMessage(
        printable(incoming.text),
        collector,
        incoming.sender,
        input_channel=channel,
        metadata=incoming.metadata or None,
    )
    try:
        await asyncio.wait_for(hand_over(message), DEADLINE_S)
    except asyncio.TimeoutError:
        logger.error("A turn took longer than %s s and was cut off.", DEADLINE_S)
        return _notice("slow", incoming.sender, library)
    except Exception as error:
        # Neither the error's words nor its arguments: they may hold what the user wrote.
        where = "".join(traceback.format_tb(error.__traceback__))
        logger.error("A turn failed with %s at\n%s", type(error).__name__, where)
    else:
        if sum("answer" in said.get("custom", {}) for said in collector.messages) == 1:
            messages: Messages = collector.messages
            return messages
        logger.error("A turn ended without an answer.")
    return _notice("failed", incoming.sender, library)


async def one_answer(
    hand_over: HandOver, incoming: Incoming, channel: str, library: Library
) -> Answer:
    """Play one turn as ``answer`` does and return its answer alone, as the contract's object."""
    said = await answer(hand_over, incoming, channel, library)
    (given,) = (each["custom"]["answer"] for each in said if "answer" in each.get("custom", {}))
    try:
        return Answer.model_validate(given)
    except ValueError:  # its words would hold what the user wrote
        logger.error("A turn ended with an answer that the contract does not allow.")
        return notice("failed", library)


def _notice(code: str, sender: str, library: Library) -> Messages:
    said = notice(code, library)
    return [
        {"recipient_id": sender, "text": said.text},
        {"recipient_id": sender, "custom": {"answer": said.model_dump(mode="json")}},
    ]
