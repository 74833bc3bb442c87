"""The page in a real browser: headless Chromium, as Debian's package installs it."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.browser.canned import CannedAssistant, canned_assistant

SCREENSHOTS = Path(__file__).parent.parent.parent / ".cache" / "screenshots"
FLAGS = (
    "--no-sandbox",  # for root, as in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE_MS = 10_000


@pytest.fixture
def canned() -> Iterator[CannedAssistant]:
    """Serve the page over canned answers."""
    with canned_assistant() as canned:
        yield canned


def launch(playwright: Playwright, *flags: str) -> Browser:
    """Start Debian's Chromium."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert path, "Chromium is missing: install the package chromium, or name it in CHROMIUM"
    return playwright.chromium.launch(executable_path=path, args=[*FLAGS, *flags])


@pytest.fixture(scope="module")  # its event loop must end before tests that run one
def playwright() -> Iterator[Playwright]:
    """What browsers are started with."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Start the browser once a file."""
    browser = launch(playwright)
    yield browser
    browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser without a past."""
    context = browser.new_context(viewport=DESKTOP, locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page; anything that its script or its content policy complains of fails the test."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
    yield page
    # The browser itself notes every request that fails, which some tests make fail.
    assert [each for each in complaints if not each.startswith("Failed to load resource")] == []


@pytest.fixture
def screenshot(page: Page) -> Callable[[str], None]:
    """Write what the page looks like to a folder that git does not see."""

    def write(name: str) -> None:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}.png")

    return write
