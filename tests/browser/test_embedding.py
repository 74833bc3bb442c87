"""The widget in pages of others: attributes, looks, events, languages, other origins."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answers import ASSESSMENT
from tests.browser.canned import CannedAssistant, canned_assistant
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.steps import last_card, message_field, send

STRINGS = Path(__file__).parents[2] / "widget" / "strings"


class Intranet(ThreadingHTTPServer):
    """A site of its own, whose one page may be written anew."""

    page: bytes = b""
    policy: str = ""

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Intranet

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/" else 204)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", self.server.policy)
        self.end_headers()
        if self.path == "/":
            self.wfile.write(self.server.page)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def intranet() -> Iterator[Intranet]:
    with Intranet(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(10)


@pytest.fixture
def allowing(intranet: Intranet) -> Iterator[CannedAssistant]:
    """An assistant that pages of the intranet may embed."""
    with canned_assistant(frozenset({intranet.origin})) as canned:
        yield canned


@pytest.fixture
def host(page: Page, intranet: Intranet, allowing: CannedAssistant) -> Callable[..., None]:
    """Show the element in a page of the intranet, as narrow in its policy as it can be."""

    def show(element: str, style: str = "", direction: str = "ltr") -> None:
        own = allowing.address.removesuffix("/widget/")
        intranet.policy = (
            f"default-src 'none'; script-src {own}; connect-src {own}; style-src 'unsafe-inline'"
        )
        script = f"<script type=module src='{allowing.address}b2m-chat.js'></script>"
        intranet.page = (
            f"<!doctype html><html lang=en dir={direction}><title>Intranet</title>"
            f"<style>{style}</style>{script}<h1>Page</h1>{element}"
        ).encode()
        page.goto(f"{intranet.origin}/")

    return show


def test_one_line_embeds_it_in_a_page_of_another_origin(
    page: Page, host: Callable[..., None], allowing: CannedAssistant
) -> None:
    """Under a policy that names the assistant's origin for scripts and connections, no more."""
    allowing.answers["values"] = ASSESSMENT
    host("<b2m-chat></b2m-chat>")
    page.get_by_role("button", name="Open the β2M assistant").click()
    send(page, "values")
    expect(last_card(page).locator(".badge").nth(1)).to_have_text("stage III")
    assert allowing.texts == ["values"]


def test_attributes_say_how_it_begins(
    page: Page, host: Callable[..., None], allowing: CannedAssistant
) -> None:
    """Title, position, colour scheme, open from the start."""
    host(
        '<b2m-chat heading="Ask the lab" position="top-start" scheme="dark" open></b2m-chat>',
    )
    expect(page.get_by_role("dialog", name="Ask the lab")).to_be_visible()
    expect(page.get_by_role("heading", name="Ask the lab")).to_be_visible()
    at = page.get_by_role("button", name="Open the Ask the lab").bounding_box()
    assert at
    assert (at["x"], at["y"]) == (24, 24)
    ground = page.locator("b2m-chat .chat").evaluate("each => getComputedStyle(each).background")
    assert ground.startswith("rgb(15, 21, 24)")


def test_the_audience_goes_to_the_assistant(
    page: Page, host: Callable[..., None], allowing: CannedAssistant
) -> None:
    """The conversation begins with it."""
    host('<b2m-chat audience="plain" open></b2m-chat>')
    with page.expect_request("**/session") as begun:
        send(page, "hello")
    assert begun.value.post_data_json == {"audience": "plain"}
    last_card(page).wait_for()
    assert allowing.audiences == ["plain"]


def test_custom_properties_change_the_looks(
    page: Page, host: Callable[..., None], allowing: CannedAssistant
) -> None:
    """Those with the prefix do; the page's own of other names do not."""
    host(
        "<b2m-chat open></b2m-chat>",
        "b2m-chat { --b2m-accent: rgb(120, 0, 80); --b2m-width: 420px; --ink: red; }"
        ":root { --accent: lime; font-size: 4px; } * { color: red; letter-spacing: 3px; }"
        "button { text-transform: uppercase; } body { font: italic 9px serif; }",
    )
    launcher = page.get_by_role("button", name="Open the β2M assistant")
    looks = launcher.evaluate("each => getComputedStyle(each).backgroundColor")
    assert looks == "rgb(120, 0, 80)"
    panel = page.get_by_role("dialog", name="β2M assistant")
    style = panel.evaluate(
        """each => (({width, fontSize, fontStyle, color, letterSpacing, textTransform}) =>
            ({width, fontSize, fontStyle, color, letterSpacing, textTransform})
        )(getComputedStyle(each))"""
    )
    assert style == {
        "width": "420px",
        "fontSize": "16px",
        "fontStyle": "normal",
        "color": "rgb(22, 35, 42)",
        "letterSpacing": "normal",
        "textTransform": "none",
    }


HOSTILE = """
* { all: unset; }
button, dialog, textarea, h2, p { display: none; }
b2m-chat { color: red; font: 40px cursive; direction: ltr; }
"""


def test_a_page_that_styles_everything_does_not_reach_it(
    page: Page, host: Callable[..., None], allowing: CannedAssistant
) -> None:
    """It stands in its corner, in the scheme that was asked for, and works."""
    allowing.answers["values"] = ASSESSMENT
    host('<b2m-chat scheme="dark"></b2m-chat>', HOSTILE)
    launcher = page.get_by_role("button", name="Open the β2M assistant")
    box = launcher.bounding_box()
    assert box == {"x": 1280 - 24 - 60, "y": 900 - 24 - 60, "width": 60, "height": 60}
    launcher.click()
    send(page, "values")
    expect(last_card(page).locator(".badge").nth(1)).to_have_text("stage III")
    ground = page.locator("b2m-chat .chat").evaluate("each => getComputedStyle(each).background")
    assert ground.startswith("rgb(15, 21, 24)")


def test_in_a_page_that_is_read_from_the_right(
    page: Page, host: Callable[..., None], allowing: CannedAssistant
) -> None:
    """The end is the left corner there; the widget's own words still run from the left."""
    host("<b2m-chat></b2m-chat>", direction="rtl")
    launcher = page.get_by_role("button", name="Open the β2M assistant")
    box = launcher.bounding_box()
    assert box
    assert box["x"] == 24
    launcher.click()
    panel = page.get_by_role("dialog", name="β2M assistant")
    assert (panel.bounding_box() or {})["x"] == 24
    direction = "each => getComputedStyle(each).direction"
    assert panel.get_by_role("heading", level=2).first.evaluate(direction) == "ltr"
    width = (panel.bounding_box() or {})["width"]
    page.get_by_role("button", name="Resize").press("ArrowRight")
    assert (panel.bounding_box() or {})["width"] == width + 40


def test_events_tell_the_page(
    page: Page, host: Callable[..., None], allowing: CannedAssistant
) -> None:
    """``b2m-answer`` holds the whole answer, ``b2m-error`` why there is none."""
    allowing.answers["values"] = ASSESSMENT
    page.add_init_script(
        """window.heard = [];
        for (const name of ["b2m-answer", "b2m-error"])
            addEventListener(name, (event) => heard.push([name, event.detail]));"""
    )
    host("<b2m-chat open></b2m-chat>")
    send(page, "values")
    last_card(page).wait_for()
    page.route("**/message", lambda route: route.fulfill(status=400))
    send(page, "more")
    page.locator(".failed").wait_for()
    answer = json.loads(ASSESSMENT.model_dump_json())
    assert page.evaluate("heard") == [
        ["b2m-answer", {"answer": answer}],
        ["b2m-error", {"code": "refused"}],
    ]


def test_the_interface_speaks_german(
    page: Page,
    host: Callable[..., None],
    allowing: CannedAssistant,
    screenshot: Callable[[str], None],
) -> None:
    """Its own words do; the answer stays in its language and says so."""
    allowing.answers["values"] = ASSESSMENT
    host('<b2m-chat lang="de-CH" open></b2m-chat>')
    field = page.get_by_role("textbox", name="Ihre Nachricht")
    field.fill("values")
    field.press("Enter")
    expect(page.get_by_role("button", name="Neuer Fall")).to_be_enabled()
    expect(last_card(page)).to_have_attribute("lang", "en")
    expect(page.get_by_role("button", name="Als Text kopieren")).to_be_visible()
    screenshot("german")


def test_the_panel_changes_its_size(page: Page, canned: CannedAssistant) -> None:
    """By dragging, by the arrow keys, by a click; never beyond the window."""
    page.goto(f"{canned.address}intranet.html")
    page.get_by_role("button", name="Open the β2M assistant").click()
    panel = page.get_by_role("dialog", name="β2M assistant")
    grip = page.get_by_role("button", name="Resize")

    def size() -> tuple[float, float]:
        box = panel.bounding_box()
        assert box
        return box["width"], box["height"]

    width, height = size()
    grip.press("ArrowLeft")
    grip.press("ArrowDown")
    assert size() == (width + 40, height - 40)
    box = grip.bounding_box()
    assert box
    page.mouse.move(box["x"] + 10, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] - 90, box["y"] + 60, steps=4)
    page.mouse.up()
    assert size() == (width + 140, height - 90)
    grip.press("Enter")
    assert size() == (width, height)
    grip.click()
    assert size() == (1280 - 48, 900 - 124)


def test_on_a_phone_the_page_behind_rests(page: Page, canned: CannedAssistant) -> None:
    """No key leads to what the panel covers; on a wide window it does again."""
    canned.answers["values"] = ASSESSMENT
    page.set_viewport_size(PHONE)
    page.goto(f"{canned.address}intranet.html")
    launcher = page.get_by_role("button", name="Open the β2M assistant")
    launcher.click()
    expect(message_field(page)).to_be_focused()
    send(page, "values")
    last_card(page).wait_for()
    correct = last_card(page).get_by_role("button", name="Correct β2M")
    correct.click()
    page.keyboard.press("Escape")  # ends the correction, not the panel
    expect(correct).to_be_focused()
    inside = "document.activeElement.localName"
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.add(page.evaluate(inside))
    assert seen <= {"b2m-chat", "body"}  # the latter while the browser's own bar has the focus
    message_field(page).focus()
    page.set_viewport_size(DESKTOP)
    expect(message_field(page)).to_be_focused()
    expect(page.get_by_role("dialog", name="β2M assistant")).to_be_visible()
    page.get_by_role("link", name="News").focus()
    assert page.evaluate(inside) == "a"
    page.set_viewport_size(PHONE)
    message_field(page).press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(launcher).to_be_focused()


def test_both_languages_say_everything() -> None:
    """The same names, the same placeholders, no empty word."""
    english, german = (
        dict(flat(json.loads((STRINGS / f"{name}.json").read_text(encoding="utf-8"))))
        for name in ("en", "de")
    )
    assert list(english) == list(german)
    for name, text in english.items():
        assert text
        assert german[name]
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", german[name]))


def flat(strings: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Each text with the path to it."""
    if isinstance(strings, str):
        yield path, strings
    elif isinstance(strings, dict):
        for name, value in strings.items():
            yield from flat(value, f"{path}.{name}")
    else:
        assert isinstance(strings, list)
        for place, value in enumerate(strings):
            yield from flat(value, f"{path}.{place}")


def test_the_page_with_a_pinned_script_works(page: Page, canned: CannedAssistant) -> None:
    """The printed line's hash is that of the file; another content would not run."""
    line = page.request.get(f"{canned.address}pinned.txt").text()
    page.route(
        f"{canned.address}pinned",
        lambda route: route.fulfill(
            content_type="text/html",
            body=f"<!doctype html><html lang=en><title>x</title>{line}<b2m-chat open></b2m-chat>",
        ),
    )
    page.goto(f"{canned.address}pinned")
    expect(message_field(page)).to_be_visible()
    name = re.search(r'src="([^"]+)"', line)
    assert name
    served = page.request.get(f"{canned.address}{name.group(1)}")
    assert "immutable" in served.headers["cache-control"]
