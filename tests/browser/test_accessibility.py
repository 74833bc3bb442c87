"""Whether everybody can use the page: axe-core finds nothing, and nothing needs a mouse."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, Route

from b2m_core.contract.models import Observation
from b2m_core.knowledge.library import load_library
from tests.browser.answers import ASSESSMENT, FORMULA, KNOWLEDGE, REFUSAL, TREND, UNREAD
from tests.browser.canned import CannedAssistant, canned_assistant
from tests.browser.conftest import DESKTOP, PATIENCE_MS, PHONE, SCREENSHOTS, launch
from tests.browser.steps import last_card, send

AXE = Path(__file__).parents[2] / "widget" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SEX = Observation(code="sex", value="female", unit=None, as_written="f")
EMERGENCY = load_library().phrases.replies["emergency"].text.clinician
LOOKS: dict[str, dict[str, Any]] = {
    "desktop-light": {"viewport": DESKTOP, "color_scheme": "light"},
    "desktop-dark": {"viewport": DESKTOP, "color_scheme": "dark"},
    "phone-light": {"viewport": PHONE, "color_scheme": "light"},
    "phone-dark": {"viewport": PHONE, "color_scheme": "dark"},
    "contrast": {"viewport": DESKTOP, "contrast": "more"},
    "forced-colors": {"viewport": DESKTOP, "forced_colors": "active"},
    "zoomed": {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4},
}
"""The last is a window of 1280 by 1024 at 400 %."""


class Look:
    """A page in one size, scheme and contrast, and what axe-core has against its states."""

    def __init__(self, name: str, corner: bool, page: Page) -> None:
        self.page = page
        self.corner = corner
        self.found: dict[str, list[str]] = {}
        self._name = f"{'corner' if corner else 'page'}-{name}"

    def open(self, canned: CannedAssistant) -> None:
        """Open the page, or the panel in the corner of another page."""
        self.page.goto(canned.address + ("intranet.html" if self.corner else ""))
        if self.corner:
            launcher = self.page.get_by_role("button", name="Open the β2M assistant")
            launcher.wait_for()
            self.at("closed")
            launcher.click()

    def at(self, state: str) -> None:
        """Look at the page as it is now, and keep what it looks like."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{self._name}-{state}.png")
        if these := complaints(self.page):
            self.found[state] = these


@pytest.fixture(params=[*((name, True) for name in LOOKS), ("desktop-dark", False)])
def look(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Look]:
    """The corner of another page in each size, scheme and contrast; once a page of its own."""
    name, corner = request.param
    context = browser.new_context(locale="en-GB", reduced_motion="reduce", **LOOKS[name])
    context.set_default_timeout(2 * PATIENCE_MS)
    yield Look(name, corner, context.new_page())
    context.close()


def complaints(page: Page) -> list[str]:
    """What axe-core has against the page as it is now, a line for each element."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "rules => axe.run({runOnly: rules}).then(result => result.violations)", RULES
    )
    return [
        f"{violation['id']}: {node['html'][:120]} ({node['failureSummary']})"
        for violation in found
        for node in violation["nodes"]
    ]


@pytest.fixture
def judged(tmp_path: Path) -> Iterator[CannedAssistant]:
    """An assistant that keeps feedback."""
    with canned_assistant(feedback=tmp_path / "feedback.jsonl") as canned:
        yield canned


def test_no_answer_gives_a_reason_to_complain(look: Look, judged: CannedAssistant) -> None:
    """Empty, each kind of answer, all opened, corrections, a judgment, a source, the menu."""
    page, canned = look.page, judged
    assessed = (*ASSESSMENT.findings, FORMULA)
    canned.answers |= {
        "explain": KNOWLEDGE.model_copy(update={"observations": ASSESSMENT.observations}),
        "refuse": REFUSAL,
        "help!": REFUSAL.model_copy(update={"text": EMERGENCY}),
        "unread": UNREAD,
        "compare": TREND,
        "assess": ASSESSMENT.model_copy(
            update={"findings": assessed, "observations": (*ASSESSMENT.observations, SEX)}
        ),
    }
    look.open(canned)
    look.at("empty")
    for text in canned.answers:
        send(page, text)
        page.locator(f".turn:has(.bubble:text-is('{text}')) .card").wait_for()
        look.at(text)
    for summary in last_card(page).locator("summary").all():
        summary.click()
    last_card(page).get_by_role("checkbox").first.check()
    last_card(page).get_by_role("button", name="Correct β2M").click()
    look.at("opened")
    page.keyboard.press("Escape")
    last_card(page).get_by_role("button", name="Correct sex").click()
    look.at("choosing")
    page.keyboard.press("Escape")
    last_card(page).get_by_role("button", name="No, something is wrong").click()
    look.at("judging")
    page.keyboard.press("Escape")
    last_card(page).get_by_role("button", name="Source 1").first.click()
    look.at("source")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="More").click()
    look.at("menu")
    assert look.found == {}


def test_no_wait_and_no_failure_gives_a_reason_to_complain(
    look: Look, canned: CannedAssistant
) -> None:
    """Waiting, stopped, trying again, failed."""
    page = look.page
    look.open(canned)
    canned.pause_s = 5.0
    send(page, "wait")
    page.get_by_role("button", name="Stop").wait_for()
    look.at("waiting")
    page.get_by_role("button", name="Stop").click()
    look.at("stopped")

    def fail(route: Route) -> None:
        route.abort()

    page.route("**/message", fail)
    send(page, "trying")
    page.get_by_text("Trying again by itself").wait_for()
    look.at("trying")
    page.unroute("**/message", fail)
    page.route("**/message", lambda route: route.fulfill(status=403))
    page.get_by_role("button", name="Try now").click()
    page.get_by_text("could not take").wait_for()
    look.at("failed")
    assert look.found == {}


def test_text_of_twice_the_size_stays_whole(
    playwright: Playwright, canned: CannedAssistant
) -> None:
    """What the reader chose in the browser: on a phone nothing is cut off or wider than it."""
    canned.answers["values"] = ASSESSMENT
    browser = launch(playwright, "--blink-settings=defaultFontSize=32")
    page = browser.new_page(viewport=PHONE, locale="en-GB")
    page.goto(f"{canned.address}intranet.html")
    page.get_by_role("button", name="Open the β2M assistant").click()
    send(page, "values")
    last_card(page).get_by_role("button", name="Correct β2M").click()
    cut = page.locator("b2m-chat").evaluate(
        """chat => [...chat.shadowRoot.querySelectorAll(
            ".title, button, h3, h4, input, .badge, .chip, .assumed, textarea"
        )].filter(each => each.checkVisibility()).filter(each =>
            each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1
            || each.getBoundingClientRect().right > innerWidth
        ).map(each => each.className || each.localName)"""
    )
    page.screenshot(path=SCREENSHOTS / "large-text.png")
    browser.close()
    assert cut == []


def test_what_is_said_is_said_once(page: Page, canned: CannedAssistant) -> None:
    """No region that announces its changes stands in another one."""
    canned.answers["values"] = ASSESSMENT
    page.goto(canned.address)
    page.route("**/message", lambda route: route.fulfill(status=403))
    send(page, "refused")
    page.locator(".failed").wait_for()
    page.unroute("**/message")
    send(page, "values")
    last_card(page).wait_for()
    send(page, "x" * 8_001)
    live = "[aria-live], [role=log], [role=status], [role=alert]"
    found = page.locator("b2m-chat").evaluate(
        """(chat, live) => [...chat.shadowRoot.querySelectorAll(live)].map(
            each => [each.className, each.parentElement.closest(live) !== null])""",
        live,
    )
    assert found == [["log", False], ["", False], ["said", False], ["hint problem", False]]
