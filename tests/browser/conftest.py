"""The page in a real browser: Chromium as Debian ships it, and a channel to play against."""

import asyncio
import os
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from rasa.core.channels.channel import UserMessage
from sanic import Sanic

from addons.widget_channel import WidgetChannel
from b2m_core.contract.models import Answer
from b2m_core.knowledge.library import load_library
from tests.browser.answers import EMPTY

SCREENSHOTS = Path(__file__).parent.parent.parent / ".cache" / "screenshots"
CHROMIUM_FLAGS = (
    "--no-sandbox",  # for root, as in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass
class CannedAssistant:
    """Stands where Rasa stands: answers by text, and remembers what it was asked."""

    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    pause_s: float = 0.0
    address: str = ""

    async def hand_over(self, message: UserMessage) -> None:
        """One turn."""
        self.asked.append((message.sender_id, message.text))
        await asyncio.sleep(self.pause_s)
        answer = self.answers.get(message.text, EMPTY)
        await message.output_channel.send_custom_json(
            message.sender_id, {"answer": answer.model_dump(mode="json")}
        )


@pytest.fixture
def canned() -> Iterator[CannedAssistant]:
    """The real widget channel over canned answers, on a port of its own."""
    assistant = CannedAssistant()
    app = Sanic(f"canned_{time.monotonic_ns()}", configure_logging=False)
    channel = WidgetChannel(load_library())
    app.blueprint(channel.blueprint(assistant.hand_over), url_prefix=channel.url_prefix())
    loop = asyncio.new_event_loop()

    async def serve() -> Any:
        server = await app.create_server(
            host="127.0.0.1", port=0, return_asyncio_server=True, access_log=False
        )
        await server.startup()
        return server

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(serve(), loop).result(10)
    port = server.server.sockets[0].getsockname()[1]
    assistant.address = f"http://127.0.0.1:{port}/widget/"
    yield assistant
    loop.call_soon_threadsafe(server.close)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "Chromium is missing: install Debian's package chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own whose every complaint (policy, script) fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: complaints.append(said.text)
        if said.type == "error" and "Failed to load resource" not in said.text
        else None,
    )
    yield page
    context.close()
    assert complaints == []
