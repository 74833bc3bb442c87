"""A user's words to the assistant's answer: one turn through the gate, a few at a time."""

import asyncio
from typing import Final, Protocol

from addons.gate import HandOver, Incoming, one_answer
from b2m_core.contract.codes import Audience
from b2m_core.contract.models import Answer
from b2m_core.knowledge.library import Library
from b2m_core.respond import notice

AT_ONCE: Final = 2
"""So many turns at the same time: more would only make each of them late."""


class Memory(Protocol):
    """What the assistant keeps of conversations."""

    async def forget(self, sender: str) -> None:
        """Remove what a conversation holds."""

    async def has(self, sender: str) -> bool:
        """Whether a conversation is still kept: their number has a limit."""


class Player:
    """Plays turns; ``memory`` is the assistant's own."""

    def __init__(self, hand_over: HandOver, library: Library, memory: Memory) -> None:
        self._hand_over = hand_over
        self._library = library
        self._room = asyncio.Semaphore(AT_ONCE)
        self.memory = memory

    async def play(self, sender: str, text: str, audience: Audience | None) -> Answer:
        """The answer to one message of a conversation; a turn that fails gets a notice."""
        async with self._room:
            return await one_answer(
                self._hand_over, Incoming(sender, text, audience), "slack", self._library
            )

    def failed(self) -> Answer:
        """The notice that there is no answer to a message."""
        return notice("failed", self._library)
