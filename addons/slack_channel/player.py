"""A user's words to the assistant's answer: one turn through the gate, a few at a time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from addons.gate import HandOver, Incoming, answer
from b2m_core.contract.codes import Audience
from b2m_core.contract.models import Answer
from b2m_core.knowledge.library import Library
from b2m_core.respond import notice

AT_ONCE: Final = 2
"""So many turns at the same time: more would only make each of them late."""

Forget = Callable[[str], Awaitable[None]]

logger = logging.getLogger(__name__)


class Player:
    """Plays turns; ``forget`` removes what a conversation holds."""

    def __init__(self, hand_over: HandOver, library: Library, forget: Forget) -> None:
        self._hand_over = hand_over
        self._library = library
        self._room = asyncio.Semaphore(AT_ONCE)
        self.forget = forget

    async def play(self, sender: str, text: str, audience: Audience | None) -> Answer:
        """The answer to one message of a conversation; a turn that fails gets a notice."""
        async with self._room:
            said = await answer(
                self._hand_over, Incoming(sender, text, audience), "slack", self._library
            )
        (given,) = (each["custom"]["answer"] for each in said if "answer" in each.get("custom", {}))
        try:
            return Answer.model_validate(given)
        except ValueError:  # its words would hold what the user wrote
            logger.error("A turn ended with an answer that the contract does not allow.")
            return self.failed()

    def failed(self) -> Answer:
        """The notice that there is no answer to a message."""
        return notice("failed", self._library)
