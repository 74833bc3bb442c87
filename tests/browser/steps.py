"""What a user does on the page, in the user's words."""

from playwright.sync_api import Locator, Page, expect

MOST_STOPS = 200


def message_field(page: Page) -> Locator:
    """Where one types."""
    return page.get_by_role("textbox", name="Your message")


def send(page: Page, text: str) -> None:
    """Type a message and press Enter."""
    message_field(page).fill(text)
    message_field(page).press("Enter")


def last_card(page: Page) -> Locator:
    """The latest answer."""
    return page.get_by_role("article").last


def go_back_to(page: Page, target: Locator) -> None:
    """Press Shift+Tab until the target has the focus."""
    for _ in range(MOST_STOPS):
        if target.evaluate("element => element.getRootNode().activeElement === element"):
            return
        page.keyboard.press("Shift+Tab")
    expect(target).to_be_focused(timeout=1)
