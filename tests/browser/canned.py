"""The real widget channel over canned answers: it stands where Rasa would stand."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore, LockStore
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Sanic

from addons.rate_limit import Rate
from addons.widget_channel.channel import MESSAGES, SESSIONS, WidgetChannel
from b2m_core.contract.models import Answer
from b2m_core.knowledge.library import load_library
from tests.browser.answers import EMPTY


@dataclass
class CannedAssistant:
    """Answers by text, and remembers what it was asked, with the conversation's id.

    It keeps what was said where Rasa's agent keeps it.
    """

    address: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    audiences: list[str] = field(default_factory=list)
    pause_s: float = 0.0
    fails: bool = False
    tracker_store: InMemoryTrackerStore = field(
        default_factory=lambda: InMemoryTrackerStore(Domain.empty())
    )
    lock_store: LockStore = field(default_factory=InMemoryLockStore)

    @property
    def texts(self) -> list[str]:
        """What was asked, in order."""
        return [text for _, text in self.asked]

    async def hand_over(self, message: UserMessage) -> None:
        """Play one turn."""
        self.asked.append((message.sender_id, message.text))
        self.audiences.append(message.metadata["audience"])
        async with self.lock_store.lock(message.sender_id):
            await asyncio.sleep(self.pause_s)
            if self.fails:
                raise RuntimeError(message.text)
            said = DialogueStateTracker(message.sender_id, slots=())
            said.update(UserUttered(message.text))
            await self.tracker_store.save(said)
        answer = self.answers.get(message.text, EMPTY)
        await message.output_channel.send_custom_json(
            message.sender_id, {"answer": answer.model_dump(mode="json")}
        )


@contextmanager
def canned_assistant(
    origins: frozenset[str] = frozenset(),
    messages: Rate = MESSAGES,
    sessions: Rate = SESSIONS,
    feedback: Path | None = None,
) -> Iterator[CannedAssistant]:
    """Serve the widget on a port of its own, as Rasa does."""
    assistant = CannedAssistant()
    Sanic.test_mode = True  # more than one server in one process
    app = Sanic(f"canned_{time.monotonic_ns()}", configure_logging=False)
    app.ctx.agent = assistant
    channel = WidgetChannel(
        load_library(), origins=origins, messages=messages, sessions=sessions, feedback=feedback
    )
    app.blueprint(channel.blueprint(assistant.hand_over), url_prefix=channel.url_prefix())
    listening = socket.create_server(("127.0.0.1", 0))
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def run(coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, loop).result(10)

    async def start() -> Any:
        server = await app.create_server(
            sock=listening, return_asyncio_server=True, access_log=False
        )
        await server.startup()
        return server

    async def stop(server: Any) -> None:
        server.close()

    server = run(start())
    assistant.address = f"http://127.0.0.1:{listening.getsockname()[1]}/widget/"
    try:
        yield assistant
    finally:
        run(stop(server))
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
