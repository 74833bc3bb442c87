"""Whether everybody can use the page: axe-core finds nothing, and nothing needs a mouse."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from b2m_core.contract.models import Observation
from b2m_core.knowledge.library import load_library
from tests.browser.answers import ASSESSMENT, FORMULA, KNOWLEDGE, REFUSAL, TREND, UNREAD
from tests.browser.canned import CannedAssistant
from tests.browser.conftest import DESKTOP, PATIENCE_MS, PHONE, SCREENSHOTS
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


@pytest.fixture(params=[*((name, True) for name in LOOKS), ("desktop-dark", False)])
def look(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[str, bool, Page]]:
    """The corner of another page in each size, scheme and contrast; once a page of its own."""
    name, corner = request.param
    context = browser.new_context(locale="en-GB", reduced_motion="reduce", **LOOKS[name])
    context.set_default_timeout(2 * PATIENCE_MS)
    yield name, corner, context.new_page()
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


def visit(page: Page, canned: CannedAssistant, corner: bool) -> None:
    page.goto(canned.address + ("intranet.html" if corner else ""))
    if corner:
        page.get_by_role("button", name="Open the β2M assistant").click()


def test_no_state_gives_a_reason_to_complain(
    look: tuple[str, bool, Page], canned: CannedAssistant
) -> None:
    """Empty, waiting, trying again, failed, every kind of answer, all opened, source, menu."""
    name, corner, page = look
    canned.answers |= {
        "assess": ASSESSMENT.model_copy(update={"findings": (*ASSESSMENT.findings, FORMULA)}),
        "explain": KNOWLEDGE.model_copy(update={"observations": ASSESSMENT.observations}),
        "refuse": REFUSAL,
        "compare": TREND.model_copy(update={"observations": (*TREND.observations, SEX)}),
        "help!": REFUSAL.model_copy(update={"text": EMERGENCY}),
        "unread": UNREAD,
    }
    found: dict[str, list[str]] = {}

    def look_at(state: str) -> None:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        place = "corner" if corner else "page"
        page.screenshot(path=SCREENSHOTS / f"{place}-{name}-{state}.png")
        if these := complaints(page):
            found[state] = these

    if corner:
        page.goto(canned.address + "intranet.html")
        page.get_by_role("button", name="Open the β2M assistant").wait_for()
        look_at("closed")
    visit(page, canned, corner)
    look_at("empty")
    for text in ("explain", "refuse", "help!", "unread", "assess", "compare"):
        send(page, text)
        page.locator(f".turn:has(.bubble:text-is('{text}')) .card").wait_for()
        look_at(text)
    for summary in last_card(page).locator("summary").all():
        summary.click()
    last_card(page).get_by_role("checkbox").first.check()
    last_card(page).get_by_role("button", name="Correct β2M").first.click()
    look_at("opened")
    page.keyboard.press("Escape")
    last_card(page).get_by_role("button", name="Correct sex").click()
    look_at("choosing")
    page.keyboard.press("Escape")
    last_card(page).get_by_role("button", name="Source 1").first.click()
    look_at("source")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="More").click()
    look_at("menu")
    page.keyboard.press("Escape")
    canned.pause_s = 5.0
    send(page, "wait")
    page.get_by_role("button", name="Stop").wait_for()
    look_at("waiting")
    page.get_by_role("button", name="Stop").click()
    look_at("stopped")

    def fail(route: Route) -> None:
        route.abort()

    page.route("**/message", fail)
    send(page, "trying")
    page.get_by_text("Trying again by itself").wait_for()
    look_at("trying")
    page.unroute("**/message", fail)
    page.route("**/message", lambda route: route.fulfill(status=403))
    page.get_by_role("button", name="Try now").click()
    page.get_by_text("could not take").wait_for()
    look_at("failed")
    assert found == {}
