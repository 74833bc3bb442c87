"""What is kept over a reload, what is forgotten, and what leaves the page as text."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from b2m_core.contract.models import Observation
from tests.browser.answers import ASSESSMENT, EMPTY
from tests.browser.canned import CannedAssistant, canned_assistant
from tests.browser.steps import last_card, message_field, send

LOST = "values given above are no longer known"


def stored(page: Page) -> dict[str, object]:
    kept: dict[str, object] = json.loads(page.evaluate("JSON.stringify({...sessionStorage})"))
    return kept


def test_a_reload_brings_the_conversation_back(page: Page, canned: CannedAssistant) -> None:
    """Messages, answers and ticks stand there again, and the next message joins them."""
    canned.answers["values"] = ASSESSMENT
    page.goto(canned.address)
    send(page, "values")
    last_card(page).get_by_role("checkbox").first.check()
    page.reload()
    expect(page.locator(".bubble")).to_have_text(["values"])
    expect(last_card(page).locator(".badge").nth(1)).to_have_text("stage III")
    expect(last_card(page).get_by_role("checkbox").first).to_be_checked()
    send(page, "more")
    expect(page.get_by_role("article")).to_have_count(2)
    assert canned.texts == ["values", "more"]
    assert len({conversation for conversation, _ in canned.asked}) == 1
    expect(page.get_by_text(LOST)).to_have_count(0)


def assessed(page: Page, canned: CannedAssistant, *, times: int) -> None:
    """Open the page and give values so many times, each time when the answer before is there."""
    canned.answers["values"] = ASSESSMENT
    page.goto(canned.address)
    for number in range(1, times + 1):
        send(page, "values")
        expect(page.get_by_role("article")).to_have_count(number)


def test_a_long_conversation_comes_back_at_its_end(page: Page, canned: CannedAssistant) -> None:
    """All of it, although it is drawn piece by piece; none of it is announced once more."""
    assessed(page, canned, times=11)
    send(page, "thanks")
    expect(page.get_by_role("article")).to_have_count(12)
    page.add_init_script(
        """window.live = new Set();
        const watch = () => {
            const log = document.querySelector("b2m-chat")?.shadowRoot?.querySelector(".log");
            const cards = log?.querySelectorAll(".card").length;
            if (0 < cards && cards < 12) live.add(log.getAttribute("aria-live"));
            requestAnimationFrame(watch);
        };
        watch();"""
    )
    page.reload()
    expect(page.get_by_role("article")).to_have_count(12)
    expect(page.locator(".bubble")).to_have_text(["values"] * 11 + ["thanks"])
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    expect(last_card(page)).to_be_in_viewport(ratio=1)
    assert page.evaluate("[...live]") == ["off"]


def test_a_message_under_way_survives_the_reload(page: Page, canned: CannedAssistant) -> None:
    """It is asked for again under its key: one turn, one answer."""
    canned.pause_s = 1.0
    page.goto(canned.address)
    send(page, "values")
    expect(page.locator(".waiting")).to_contain_text("answering")
    page.wait_for_timeout(300)
    page.reload()
    last_card(page).wait_for()
    assert canned.texts == ["values"]


def test_a_conversation_that_the_server_lost_says_so(
    page: Page, canned: CannedAssistant, screenshot: Callable[[str], None]
) -> None:
    """What was said stays to be read; that the values are gone stands below it at once."""
    page.goto(canned.address)
    send(page, "values")
    last_card(page).wait_for()
    page.route("**/session", lambda route: route.fulfill(json={"conversation": "x" * 32}))
    page.reload()
    expect(page.get_by_role("article")).to_have_count(1)
    expect(page.get_by_text(LOST)).to_be_visible()
    screenshot("lost")


def test_the_way_back_shows_nothing_that_was_forgotten(page: Page, canned: CannedAssistant) -> None:
    """A browser may keep a page as it was left: what a later page said or forgot counts."""
    page.goto(canned.address)
    send(page, "first patient")
    last_card(page).wait_for()
    message_field(page).fill("draft")
    page.evaluate("sessionStorage.clear()")  # as "New patient" on the page that came after
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(page.get_by_role("article")).to_have_count(0)
    expect(message_field(page)).to_have_value("draft")
    send(page, "second patient")
    last_card(page).wait_for()
    assert canned.texts == ["first patient", "second patient"]
    assert len({conversation for conversation, _ in canned.asked}) == 2


def test_a_message_under_way_is_found_again_on_the_way_back(
    page: Page, canned: CannedAssistant
) -> None:
    """It is asked for again under its key: one turn, one answer."""
    canned.pause_s = 1.0
    page.goto(canned.address)
    send(page, "values")
    expect(page.locator(".waiting")).to_contain_text("answering")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    last_card(page).wait_for()
    assert canned.texts == ["values"]


NO_LOCKS = "Object.defineProperty(Navigator.prototype, 'locks', {value: undefined})"
"""As on a page that did not come over HTTPS."""


@pytest.mark.parametrize("before", ["", NO_LOCKS])
def test_a_copy_of_the_tab_goes_on_for_itself(
    page: Page, canned: CannedAssistant, before: str
) -> None:
    """Two tabs never write into one patient's case, and the copy says what it does not know."""
    page.context.add_init_script(before)
    canned.pause_s = 1.0
    page.goto(canned.address)
    send(page, "values")
    expect(page.locator(".waiting")).to_contain_text("answering")
    with page.expect_popup() as opened:
        page.evaluate("void open(location.href)")  # which copies the session's storage
    copy = opened.value
    expect(copy.locator(".bubble")).to_have_text("values")
    expect(copy.locator(".failed")).to_contain_text("may have taken this message")
    expect(copy.get_by_text(LOST)).to_be_visible()
    last_card(page).wait_for()
    canned.pause_s = 0
    send(copy, "of the copy")
    last_card(copy).wait_for()
    send(page, "of the first")
    expect(page.get_by_role("article")).to_have_count(2)
    expect(page.get_by_text(LOST)).to_have_count(0)
    ids = {text: conversation for conversation, text in canned.asked}
    assert canned.texts == ["values", "of the copy", "of the first"]
    assert ids["values"] == ids["of the first"] != ids["of the copy"]
    copy.reload()
    send(copy, "of the copy again")
    expect(copy.get_by_role("article")).to_have_count(2)
    assert canned.asked[-1][0] == ids["of the copy"]


def test_a_copy_of_a_busy_tab_goes_on_for_itself(page: Page, canned: CannedAssistant) -> None:
    """A tab that has no time to answer its copy is still in its conversation."""
    page.goto(canned.address)
    page.evaluate("BroadcastChannel.prototype.postMessage = () => {}")
    send(page, "of the first")
    last_card(page).wait_for()
    with page.expect_popup() as opened:
        page.evaluate("void open(location.href)")
    copy = opened.value
    expect(copy.get_by_text(LOST)).to_be_visible()
    send(copy, "of the copy")
    expect(copy.get_by_role("article")).to_have_count(2)
    ids = {text: conversation for conversation, text in canned.asked}
    assert ids["of the first"] != ids["of the copy"]


def test_nothing_is_kept_beyond_the_tab(page: Page, canned: CannedAssistant) -> None:
    """Session storage alone: no local storage, no cookie, no database."""
    page.goto(canned.address)
    send(page, "values")
    last_card(page).wait_for()
    assert {name.split(":")[0] for name in stored(page)} == {"b2m-chat"}
    assert page.evaluate("localStorage.length") == 0
    assert page.evaluate("document.cookie") == ""
    assert page.evaluate("indexedDB.databases().then(each => each.length)") == 0


@pytest.mark.parametrize("way", ["New patient", "Forget the conversation"])
def test_what_is_forgotten_is_gone_here_and_there(
    page: Page, canned: CannedAssistant, way: str
) -> None:
    """Neither a reload nor the up arrow brings it back, and the server knows the id no more."""
    page.goto(canned.address)
    send(page, "values")
    last_card(page).wait_for()
    ((conversation, _),) = canned.asked
    with page.expect_response("**/forget") as forgotten:
        if way != "New patient":
            page.get_by_role("button", name="More").click()
        page.get_by_role("button", name=way).click()
    assert forgotten.value.status == 204
    assert forgotten.value.request.post_data_json == {"conversation": conversation}
    assert stored(page) == {}
    expect(message_field(page)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(message_field(page)).to_have_value("")
    if way != "New patient":
        expect(page.get_by_role("status").filter(has_text="is forgotten")).to_be_visible()
    page.reload()
    expect(page.get_by_role("article")).to_have_count(0)
    again = page.request.post(
        f"{canned.address}message", data={"conversation": conversation, "id": "1", "text": "x"}
    )
    assert again.status == 404


@pytest.mark.parametrize("part", ["b2m-chat", "b2m-chat:"])
@pytest.mark.parametrize("damaged", ["", "{", "null", '{"turns": 1}', '{"reply": {}}'])
def test_damaged_memory_is_no_obstacle(
    page: Page, canned: CannedAssistant, part: str, damaged: str
) -> None:
    """What cannot be read is not shown, and the page works."""
    page.goto(canned.address)
    send(page, "values")
    last_card(page).wait_for()
    (name,) = (
        each
        for each in stored(page)
        if re.fullmatch(part + ("[0-9a-f]+" if ":" in part else ""), each)
    )
    page.evaluate("([name, text]) => sessionStorage.setItem(name, text)", [name, damaged])
    page.reload()
    send(page, "hello")
    expect(page.locator(".bubble")).to_have_text(["hello"])
    expect(page.get_by_role("article")).to_have_count(1)


def test_a_page_without_storage_works(page: Page, canned: CannedAssistant) -> None:
    """Where the browser forbids storage nothing is kept, and nothing breaks."""
    page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', {get() { throw new Error('no'); }})"
    )
    page.goto(canned.address)
    send(page, "hello")
    expect(page.get_by_role("article")).to_have_count(1)


def test_the_up_arrow_brings_back_what_was_written(page: Page, canned: CannedAssistant) -> None:
    """Step by step, and down again; a draft of one's own is left alone."""
    page.goto(canned.address)
    for number, text in enumerate(("first", "second"), start=1):
        send(page, text)
        expect(page.get_by_role("article")).to_have_count(number)
    field = message_field(page)
    for key, text in (
        ("ArrowUp", "second"),
        ("ArrowUp", "first"),
        ("ArrowUp", "first"),
        ("ArrowDown", "second"),
        ("ArrowDown", ""),
    ):
        field.press(key)
        expect(field).to_have_value(text)
    field.fill("draft")
    field.press("ArrowUp")
    expect(field).to_have_value("draft")


def test_a_value_is_corrected_in_place(page: Page, canned: CannedAssistant) -> None:
    """What stands in the field is sent with the value's name and day; an unchanged one is not."""
    dated = ASSESSMENT.observations[1].model_copy(update={"effective": "2026-01-05"})
    values = (ASSESSMENT.observations[0], dated)
    answer = ASSESSMENT.model_copy(update={"observations": values})
    canned.answers["values"] = answer
    page.goto(canned.address)
    send(page, "values")
    button = last_card(page).get_by_role("button", name="Correct creatinine")
    button.click()
    field = last_card(page).get_by_role("textbox", name="creatinine")
    expect(field).to_have_value("2.4 mg/dL")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    button.click()
    page.keyboard.press("Enter")
    expect(button).to_be_focused()
    button.click()
    page.keyboard.type("124 µmol/L")
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_have_count(2)
    assert canned.texts == ["values", "creatinine 124 µmol/L (2026-01-05)"]
    expect(page.get_by_role("button", name="Correct creatinine")).to_have_count(0)


@pytest.mark.parametrize(
    ("observation", "name", "choice", "sent"),
    [
        (
            {"code": "sex", "value": "female", "unit": None, "as_written": "f"},
            "sex",
            "male",
            "sex: male",
        ),
        (
            {"code": "multiple_myeloma", "value": "present", "unit": None, "as_written": "MM"},
            "multiple myeloma",
            "suspected multiple myeloma",
            "suspected multiple myeloma",
        ),
    ],
    ids=["a word", "a condition"],
)
def test_a_word_is_corrected_from_the_list_of_its_words(
    page: Page,
    canned: CannedAssistant,
    observation: dict[str, str | None],
    name: str,
    choice: str,
    sent: str,
) -> None:
    """By keyboard too; Escape and an unchanged choice send nothing."""
    known = (Observation.model_validate(observation),)
    canned.answers["values"] = ASSESSMENT.model_copy(update={"observations": known})
    page.goto(canned.address)
    send(page, "values")
    button = last_card(page).get_by_role("button", name=f"Correct {name}")
    button.press("Enter")
    field = last_card(page).get_by_role("combobox", name=name)
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    button.press("Enter")
    last_card(page).get_by_role("button", name="Send the correction").press("Enter")
    expect(button).to_be_focused()
    button.press("Enter")
    page.keyboard.type(choice)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_have_count(2)
    assert canned.texts == ["values", sent]


@pytest.fixture
def judged(tmp_path: Path) -> Iterator[tuple[CannedAssistant, Path]]:
    """An assistant that keeps feedback, and the file."""
    file = tmp_path / "feedback.jsonl"
    with canned_assistant(feedback=file) as canned:
        canned.answers["values"] = ASSESSMENT
        yield canned, file


def find_it_right(page: Page, canned: CannedAssistant) -> None:
    """Ask, and press the thumb under the answer."""
    page.goto(canned.address)
    send(page, "values")
    last_card(page).get_by_role("button", name="Yes, it is right").click()


def test_a_judgment_is_sent_with_the_rules_and_without_the_values(
    page: Page, judged: tuple[CannedAssistant, Path], screenshot: Callable[[str], None]
) -> None:
    """By keyboard; Escape takes it back, a reload knows that it was given."""
    canned, file = judged
    page.goto(canned.address)
    send(page, "values")
    thumb = last_card(page).get_by_role("button", name="No, something is wrong")
    thumb.press("Enter")
    field = last_card(page).get_by_role("textbox", name="Comment")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(thumb).to_be_focused()
    assert not file.exists()
    thumb.press("Enter")
    page.keyboard.type("<b>Stage II?</b>")
    expect(last_card(page).get_by_role("button", name="Send: No")).to_be_in_viewport()
    screenshot("feedback")
    last_card(page).get_by_role("button", name="Send: No").press("Enter")
    expect(last_card(page).get_by_text("Your judgment was recorded")).to_be_visible()
    expect(message_field(page)).to_be_focused()
    (line,) = file.read_text(encoding="utf-8").splitlines()
    kept = json.loads(line)
    assert kept == {
        "day": kept["day"],
        "verdict": "wrong",
        "rules": ["b2m_level", "iss", "renal_function"],
        "topics": [],
        "knowledge_version": "1",
        "comment": "<b>Stage II?</b>",
    }
    page.reload()
    expect(last_card(page).get_by_text("Your judgment was recorded")).to_be_visible()
    assert canned.texts == ["values"]


def test_a_judgment_that_is_sent_twice_is_kept_once(
    page: Page, judged: tuple[CannedAssistant, Path]
) -> None:
    """Two quick clicks are one judgment."""
    canned, file = judged
    find_it_right(page, canned)
    last_card(page).get_by_role("button", name="Send: Yes").dblclick()
    expect(last_card(page).get_by_text("Your judgment was recorded")).to_be_visible()
    page.wait_for_timeout(200)
    assert len(file.read_text(encoding="utf-8").splitlines()) == 1


def test_a_judgment_that_is_not_taken_stays_in_its_field(
    page: Page, judged: tuple[CannedAssistant, Path]
) -> None:
    """The page says so, and nothing that was typed is lost."""
    canned, file = judged
    find_it_right(page, canned)
    field = last_card(page).get_by_role("textbox", name="Comment")
    field.fill("as in the report")
    page.route("**/feedback", lambda route: route.fulfill(status=500), times=1)
    last_card(page).get_by_role("button", name="Send: Yes").click()
    expect(page.get_by_role("status").filter(has_text="was not recorded")).to_be_visible()
    expect(field).to_have_value("as in the report")
    field.fill("as in the report of Mr John Smith")
    last_card(page).get_by_role("button", name="Send: Yes").click()
    expect(page.get_by_role("status").filter(has_text="leave out names")).to_be_visible()
    expect(field).to_have_value("as in the report of Mr John Smith")
    assert not file.exists()


def test_where_no_feedback_is_kept_none_is_asked_for(page: Page, canned: CannedAssistant) -> None:
    """No thumb that leads nowhere."""
    canned.answers["values"] = ASSESSMENT
    page.goto(canned.address)
    send(page, "values")
    last_card(page).wait_for()
    expect(page.get_by_role("group", name="Is this answer right?")).to_have_count(0)


@pytest.mark.parametrize("clipboard", [True, False])
def test_an_answer_is_copied_for_the_notes(
    page: Page, canned: CannedAssistant, clipboard: bool
) -> None:
    """Values, findings, sources, date and knowledge version; also where there is no clipboard."""
    canned.answers["values"] = ASSESSMENT
    if clipboard:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    else:
        page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
        page.add_init_script(
            "document.addEventListener('copy', () => { window.copied = String(getSelection()); })"
        )
    page.goto(canned.address)
    send(page, "values")
    last_card(page).get_by_role("button", name="Copy as text").click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    copied = page.evaluate("window.copied ?? navigator.clipboard.readText()")
    for part in (
        r"^β2M assistant, \d+ \w+ \d{4}, \d\d:\d\d$",
        r"^- β2M 6\.1 mg/L \(unit assumed, serum assumed\)$",
        r"ISS stage III: .* \[1\]$",
        r"^\[1\] Greipp et al\., J Clin Oncol 2005: ",
        r"^Knowledge 1$",
    ):
        assert re.search(part, copied, re.MULTILINE), part
    assert "<" not in copied


def test_the_conversation_is_downloaded_as_text(
    page: Page, canned: CannedAssistant, tmp_path: Path
) -> None:
    """Every message with its answer, in order."""
    canned.answers["values"] = ASSESSMENT
    page.goto(canned.address)
    for number, text in enumerate(("values", "<b>hello</b>"), start=1):
        send(page, text)
        expect(page.get_by_role("article")).to_have_count(number)
    page.get_by_role("button", name="More").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert re.fullmatch(r"b2m-[\d-]+\.txt", download.value.suggested_filename)
    path = tmp_path / "conversation.txt"
    download.value.save_as(path)
    text = path.read_text(encoding="utf-8")
    order = ["values", "ISS stage III", "<b>hello</b>", EMPTY.text]
    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)


def test_the_conversation_alone_is_printed(page: Page, canned: CannedAssistant) -> None:
    """Everything opened, no buttons, nothing of the page around."""
    page.add_init_script(
        """window.print = () => {
            top.printed = document.body.innerText;
            top.colour = getComputedStyle(document.querySelector('.card')).backgroundColor;
        }"""
    )
    canned.answers["values"] = ASSESSMENT
    page.goto(f"{canned.address}intranet.html")
    page.get_by_role("button", name="Open the β2M assistant").click()
    send(page, "values")
    last_card(page).wait_for()
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Print").click()
    printed = page.evaluate("window.printed")
    for part in ("ISS stage III", "at least 5.5 mg/L", "doi:10.1200/JCO.2005.04.242"):
        assert part in printed
    for part in ("Copy as text", "Example hospital"):
        assert part not in printed
    assert page.evaluate("window.colour") == "rgb(255, 255, 255)"


def test_the_browsers_own_print_shows_all_or_nothing(page: Page, canned: CannedAssistant) -> None:
    """The page in its whole length without what is only for the screen; in a corner nothing."""
    assessed(page, canned, times=2)
    page.emulate_media(media="print")
    expect(message_field(page)).to_be_hidden()
    expect(page.get_by_role("button", name="New patient")).to_be_hidden()
    height = page.evaluate("document.documentElement.scrollHeight")
    cards = page.locator(".card").evaluate_all("all => all.map(each => each.clientHeight)")
    assert height > sum(cards) > 900
    page.goto(f"{canned.address}intranet.html")
    expect(page.get_by_role("heading", name="Beta-2 microglobulin")).to_be_visible()
    expect(page.locator("b2m-chat")).to_be_hidden()


def test_the_list_stays_where_the_reader_is(page: Page, canned: CannedAssistant) -> None:
    """Closing keeps the place, an answer does not pull the reader down, a button leads there."""
    canned.answers |= {"values": ASSESSMENT, "slow": ASSESSMENT}
    page.goto(f"{canned.address}intranet.html")
    launcher = page.get_by_role("button", name="Open the β2M assistant")
    launcher.click()
    for number in range(1, 4):
        send(page, "values")
        expect(page.get_by_role("article")).to_have_count(number)
    canned.pause_s = 1.0
    send(page, "slow")
    expect(page.locator(".waiting")).to_contain_text("answering")
    scroll = page.locator(".scroll")
    scroll.evaluate("list => { list.scrollTop = 100; }")
    page.wait_for_timeout(100)
    place = scroll.evaluate("list => list.scrollTop")
    expect(page.get_by_role("article")).to_have_count(4)
    page.wait_for_timeout(100)
    assert scroll.evaluate("list => list.scrollTop") == place
    page.keyboard.press("Escape")
    launcher.click()
    assert scroll.evaluate("list => list.scrollTop") == place
    page.get_by_role("button", name="To the end").click()
    expect(page.get_by_role("button", name="To the end")).to_have_count(0)
