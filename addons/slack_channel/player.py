"""A user's words to the assistant's answer: one turn through the gate, a few at a time."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final, Protocol, TypeVar

from addons.gate import HandOver, Incoming, one_answer
from b2m_core.contract.codes import Audience
from b2m_core.contract.models import Answer, Observation
from b2m_core.knowledge.library import Library
from b2m_core.respond import notice

AT_ONCE: Final = 2
"""So many turns at the same time: more would only make each of them late."""
WORKING_AFTER_S: Final = 1.0

T = TypeVar("T")


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

    async def play(
        self,
        sender: str,
        text: str,
        audience: Audience | None,
        observations: tuple[Observation, ...] = (),
    ) -> Answer:
        """The answer to one message of a conversation; a turn that fails gets a notice.

        With ``observations`` the message says these, whatever its words are read as.
        """
        async with self._room:
            return await one_answer(
                self._hand_over,
                Incoming(sender, text, audience, observations),
                "slack",
                self._library,
            )

    def failed(self) -> Answer:
        """The notice that there is no answer to a message."""
        return notice("failed", self._library)


async def patiently(
    work: Coroutine[Any, Any, T], arrived: float, say_working: Callable[[], Awaitable[None]]
) -> T:
    """Wait for ``work`` on what ``arrived`` then (monotonic, s); say so when it takes a second."""
    task = asyncio.ensure_future(work)
    left_s = arrived + WORKING_AFTER_S - time.monotonic()
    await asyncio.wait({task}, timeout=max(0.0, left_s))
    if not task.done():
        await say_working()
    return await task
