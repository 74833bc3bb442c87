"""How a conversation goes on the page, and how it goes on when something fails."""

import itertools
import json
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from b2m_core.knowledge.library import load_library
from b2m_core.rendering.words import words
from tests.browser.answers import ASSESSMENT, EMPTY
from tests.browser.canned import CannedAssistant
from tests.browser.steps import go_back_to, last_card, message_field, send

FAILED = ".failed[data-state=failed]"
"""A message that is not tried again by itself."""

PASSING = {
    "no network": (lambda route: route.abort("connectionrefused"), "cannot be reached"),
    "server error": (lambda route: route.fulfill(status=500, body="oops"), "had a problem"),
    "proxy away": (lambda route: route.fulfill(status=502, body="<h1>Bad</h1>"), "be reached"),
    "restarting": (lambda route: route.fulfill(status=503), "is busy"),
    "too many": (lambda route: route.fulfill(status=429), "Too many messages"),
    "too slow": (lambda route: route.fulfill(status=504), "did not answer in time"),
}
"""What passes by itself: how it fails, and what the page says."""

FAILURES = {
    "refused": (lambda route: route.fulfill(status=403, json={"error": "no"}), "could not take"),
    "no JSON": (lambda route: route.fulfill(body="<html>"), "incomplete"),
    "empty list": (lambda route: route.fulfill(json=[]), "incomplete"),
    "no answer": (lambda route: route.fulfill(json={"answer": None}), "incomplete"),
    "half an answer": (
        lambda route: route.fulfill(json={"answer": {"schema": "b2m.answer/1"}}),
        "incomplete",
    ),
    "another version": (
        lambda route: route.fulfill(
            json={
                "answer": {
                    **ASSESSMENT.model_dump(mode="json", by_alias=True),
                    "schema": "b2m.answer/2",
                }
            }
        ),
        "incomplete",
    ),
    "a number as text": (
        lambda route: route.fulfill(
            json={
                "answer": {
                    **ASSESSMENT.model_dump(mode="json", by_alias=True),
                    "observations": [
                        {**ASSESSMENT.observations[0].model_dump(mode="json"), "unit": 6.1}
                    ],
                }
            }
        ),
        "incomplete",
    ),
}


def test_the_message_is_shown_before_the_answer(
    page: Page, canned: CannedAssistant, screenshot: Callable[[str], None]
) -> None:
    """It stands there at once, the field is free again, and the page says that it waits."""
    canned.pause_s = 1.0
    page.goto(canned.address)
    send(page, "β2M 6.1")
    expect(page.locator(".bubble")).to_have_text("β2M 6.1")
    expect(message_field(page)).to_have_value("")
    expect(message_field(page)).to_be_focused()
    expect(page.locator(".waiting")).to_contain_text("answering")
    screenshot("waiting")
    last_card(page).wait_for()
    expect(page.locator(".waiting")).to_have_text("")


def test_messages_are_sent_one_after_the_other(page: Page, canned: CannedAssistant) -> None:
    """Two quick messages keep their order, and neither is lost."""
    canned.pause_s = 0.3
    page.goto(canned.address)
    send(page, "first")
    send(page, "second")
    expect(page.get_by_role("article")).to_have_count(2)
    assert canned.texts == ["first", "second"]
    assert len({conversation for conversation, _ in canned.asked}) == 1


def test_the_keyboard_alone_is_enough(page: Page, canned: CannedAssistant) -> None:
    """Ask, open why, open a source, answer a question, begin anew: no mouse."""
    canned.answers["β2M 6.1, creatinine 2.4"] = ASSESSMENT
    page.goto(canned.address)
    expect(message_field(page)).to_be_focused()
    page.keyboard.type("β2M 6.1, creatinine 2.4")
    page.keyboard.press("Enter")
    card = last_card(page)
    card.wait_for()
    go_back_to(page, card.locator(".finding").nth(1).locator("summary"))
    page.keyboard.press("Enter")
    expect(card.locator(".finding").nth(1).get_by_role("table")).to_be_visible()
    go_back_to(page, card.locator(".finding").nth(1).locator(".marker"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Source 1")).to_be_visible()
    page.keyboard.press("Escape")
    message_field(page).focus()
    go_back_to(page, card.get_by_role("button", name="female", exact=True))
    page.keyboard.press("Space")
    expect(page.locator(".bubble")).to_have_text(["β2M 6.1, creatinine 2.4", "female"])
    expect(message_field(page)).to_be_focused()
    expect(page.get_by_role("article")).to_have_count(2)
    go_back_to(page, page.get_by_role("button", name="New patient"))
    page.keyboard.press("Enter")
    expect(page.locator(".bubble")).to_have_count(0)
    expect(message_field(page)).to_be_focused()


def test_a_quick_reply_sends_its_own_text_once(page: Page, canned: CannedAssistant) -> None:
    """Afterwards the question stays and its buttons are gone."""
    canned.answers["values"] = ASSESSMENT
    page.goto(canned.address)
    send(page, "values")
    page.get_by_role("button", name="female", exact=True).click()
    expect(page.get_by_role("article")).to_have_count(2)
    assert canned.texts == ["values", "female"]
    expect(page.get_by_role("button", name="female", exact=True)).to_have_count(0)
    expect(page.get_by_text("Is the patient female or male?")).to_be_visible()


def test_a_new_patient_is_a_new_conversation(page: Page, canned: CannedAssistant) -> None:
    """Nothing of the one before is shown, and the server issues another id."""
    page.goto(canned.address)
    send(page, "first patient")
    last_card(page).wait_for()
    page.get_by_role("button", name="New patient").click()
    expect(page.get_by_role("article")).to_have_count(0)
    expect(page.get_by_role("heading", name="What would you like to know?")).to_be_visible()
    send(page, "second patient")
    last_card(page).wait_for()
    assert canned.texts == ["first patient", "second patient"]
    assert len({conversation for conversation, _ in canned.asked}) == 2


@pytest.mark.parametrize("reply", ["new_patient", "forget"])
def test_a_typed_wish_to_forget_does_what_the_button_does(
    page: Page, canned: CannedAssistant, reply: str
) -> None:
    """The list is empty, the id is forgotten, the answer's words are said, the draft stays."""
    said = load_library().phrases.replies[reply].text.clinician
    canned.answers["start again"] = EMPTY.model_copy(update={"text": said})
    page.goto(canned.address)
    send(page, "first patient")
    last_card(page).wait_for()
    canned.pause_s = 0.5
    with page.expect_response("**/forget") as forgotten:
        send(page, "start again")
        message_field(page).fill("β2M 4")
    assert forgotten.value.request.post_data_json == {"conversation": canned.asked[0][0]}
    expect(page.get_by_role("article")).to_have_count(0)
    expect(page.get_by_role("status").filter(has_text=said)).to_be_visible()
    expect(message_field(page)).to_have_value("β2M 4")
    assert page.evaluate("sessionStorage.length") == 0
    message_field(page).press("Enter")
    last_card(page).wait_for()
    assert [text for _, text in canned.asked] == ["first patient", "start again", "β2M 4"]
    first, second, third = (conversation for conversation, _ in canned.asked)
    assert first == second != third


def test_a_new_patient_with_values_begins_with_them(page: Page, canned: CannedAssistant) -> None:
    """What stood above is gone; the message, its answer and its conversation are the new one's."""
    library = load_library()
    forgotten = library.phrases.replies["new_patient"].text.clinician
    said = words(ASSESSMENT, forgotten, library.labels("clinician"))
    canned.answers["new patient: β2M 6.1"] = ASSESSMENT.model_copy(update={"text": said})
    page.goto(canned.address)
    send(page, "first patient")
    last_card(page).wait_for()
    send(page, "new patient: β2M 6.1")
    expect(page.locator(".bubble")).to_have_text(["new patient: β2M 6.1"])
    expect(last_card(page).locator(".opening")).to_have_text(forgotten)
    expect(last_card(page).locator(".badge").nth(1)).to_have_text("stage III")
    send(page, "more")
    expect(page.get_by_role("article")).to_have_count(2)
    assert len({conversation for conversation, _ in canned.asked}) == 1


def test_what_was_sent_behind_a_new_patient_belongs_to_the_new_one(
    page: Page, canned: CannedAssistant
) -> None:
    """It is not lost with the old conversation, and joins the new one."""
    said = load_library().phrases.replies["new_patient"].text.clinician
    canned.answers["new patient"] = EMPTY.model_copy(update={"text": said})
    canned.pause_s = 0.3
    page.goto(canned.address)
    send(page, "new patient")
    send(page, "β2M 4")
    expect(page.locator(".bubble")).to_have_text(["β2M 4"])
    last_card(page).wait_for()
    assert canned.texts == ["new patient", "β2M 4"]
    assert len({conversation for conversation, _ in canned.asked}) == 2


def test_an_answer_for_the_patient_before_is_dropped(page: Page, canned: CannedAssistant) -> None:
    """What was under way when "New patient" was pressed never appears."""
    canned.pause_s = 0.5
    canned.answers["values"] = ASSESSMENT
    page.goto(canned.address)
    send(page, "values")
    expect(page.locator(".waiting")).to_contain_text("answering")
    page.get_by_role("button", name="New patient").click()
    send(page, "hello")
    last_card(page).wait_for()
    expect(page.get_by_role("article")).to_have_count(1)
    expect(last_card(page).locator(".finding")).to_have_count(0)


def test_lines_and_tabs_arrive_as_typed(page: Page, canned: CannedAssistant) -> None:
    """Shift+Enter breaks the line; the tabs of a pasted report stay."""
    page.goto(canned.address)
    message_field(page).focus()
    page.keyboard.insert_text("β2M\t6.1\tmg/L")
    page.keyboard.press("Shift+Enter")
    page.keyboard.insert_text("creatinine\t2.4\tmg/dL")
    assert canned.texts == []
    page.keyboard.press("Enter")
    last_card(page).wait_for()
    assert canned.texts == ["β2M\t6.1\tmg/L\ncreatinine\t2.4\tmg/dL"]


def test_a_message_that_is_too_long_stays_in_the_field(page: Page, canned: CannedAssistant) -> None:
    """8,000 characters are sent, 8,001 are not, and the page says why."""
    page.goto(canned.address)
    send(page, "x" * 8_001)
    expect(page.get_by_role("alert")).to_contain_text("8001 characters; 8000 are possible")
    expect(message_field(page)).to_have_value("x" * 8_001)
    expect(page.get_by_role("button", name="Send")).to_be_disabled()
    send(page, "x" * 8_000)
    last_card(page).wait_for()
    assert canned.texts == ["x" * 8_000]


def test_a_long_report_makes_room_for_its_answer(page: Page, canned: CannedAssistant) -> None:
    """Who pasted two hundred lines sees what follows from them, and the way to the end."""
    report = "\n".join(f"analyte {number}\t{number}.5\tmg/L" for number in range(200))
    canned.answers[report] = ASSESSMENT
    page.goto(canned.address)
    send(page, report)
    card = last_card(page)
    expect(card.get_by_role("heading").first).to_be_in_viewport()
    page.get_by_role("button", name="To the end").click()
    expect(card.locator("footer")).to_be_in_viewport()


def test_blank_messages_are_not_sent(page: Page, canned: CannedAssistant) -> None:
    """White space alone is no message."""
    page.goto(canned.address)
    send(page, " \n\t ")
    expect(page.locator(".bubble")).to_have_count(0)
    assert canned.texts == []


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failure_that_stays_is_said_and_a_retry_brings_the_answer(
    page: Page, canned: CannedAssistant, failure: str
) -> None:
    """The message stays, the reason stands below it, and one click asks again."""
    fail, words = FAILURES[failure]
    page.goto(canned.address)
    page.route("**/message", fail)
    send(page, "β2M 6.1")
    expect(page.locator(FAILED)).to_contain_text(words)
    expect(page.locator(".bubble")).to_have_text("β2M 6.1")
    expect(page.get_by_role("article")).to_have_count(0)
    page.unroute("**/message")
    page.get_by_role("button", name="Retry").click()
    last_card(page).wait_for()
    expect(page.locator(FAILED)).to_have_count(0)
    assert canned.texts == ["β2M 6.1"]


@pytest.mark.parametrize("failure", PASSING)
def test_a_failure_that_passes_is_tried_again_without_a_click(
    page: Page, canned: CannedAssistant, failure: str
) -> None:
    """The page says what is wrong and that it goes on; the message is played once."""
    fail, words = PASSING[failure]
    page.goto(canned.address)
    page.route("**/message", fail, times=1)
    send(page, "β2M 6.1")
    expect(page.locator(".failed")).to_contain_text(words)
    expect(page.locator(".failed")).to_contain_text("Trying again by itself")
    last_card(page).wait_for()
    expect(page.locator(".failed")).to_have_count(0)
    assert canned.texts == ["β2M 6.1"]


def test_the_rests_grow_and_then_it_takes_a_click(page: Page, canned: CannedAssistant) -> None:
    """Six tries by itself, each later than the one before; afterwards the reader decides."""
    tries: list[float] = []

    def fail(route: Route) -> None:
        tries.append(page_time())
        route.fulfill(status=503)

    now = [0.0]

    def page_time() -> float:
        return now[0]

    page.clock.install()
    page.goto(canned.address)
    page.route("**/message", fail)
    send(page, "β2M 6.1")
    expect(page.locator(".failed")).to_contain_text("Trying again by itself")
    while page.locator(FAILED).count() == 0 and now[0] < 120:
        page.clock.run_for(500)
        now[0] += 0.5
        page.wait_for_timeout(30)
    expect(page.locator(FAILED)).to_contain_text("Not answered. The assistant is busy.")
    assert len(tries) == 7
    rests = [after - before for before, after in itertools.pairwise(tries)]
    assert rests == sorted(rests)
    page.unroute("**/message")
    page.get_by_role("button", name="Retry").click()
    last_card(page).wait_for()
    assert canned.texts == ["β2M 6.1"]


def test_a_server_that_wants_rest_gets_it(page: Page, canned: CannedAssistant) -> None:
    """Not before the time that ``Retry-After`` names; a click may come before it."""
    page.clock.install()
    page.goto(canned.address)
    page.route(
        "**/message",
        lambda route: route.fulfill(status=429, headers={"Retry-After": "30"}),
        times=1,
    )
    send(page, "β2M 6.1")
    expect(page.locator(".failed")).to_contain_text(
        "Too many messages in a short time. Trying again by itself in 30 seconds."
    )
    page.clock.run_for(29_000)
    page.wait_for_timeout(200)
    assert canned.texts == []
    page.get_by_role("button", name="Try now").click()
    last_card(page).wait_for()
    assert canned.texts == ["β2M 6.1"]


def test_the_network_coming_back_is_the_end_of_the_rest(
    page: Page, canned: CannedAssistant
) -> None:
    """The browser says when it is online again, and the message goes out at once."""
    page.clock.install()
    page.goto(canned.address)
    page.route("**/message", lambda route: route.abort(), times=1)
    send(page, "β2M 6.1")
    expect(page.locator(".failed")).to_contain_text("cannot be reached")
    page.evaluate("dispatchEvent(new Event('online'))")
    last_card(page).wait_for()
    assert canned.texts == ["β2M 6.1"]


def test_an_answer_that_was_lost_on_the_way_is_not_asked_for_twice(
    page: Page, canned: CannedAssistant, screenshot: Callable[[str], None]
) -> None:
    """The server has played the turn; the next try carries the same key and gets its answer."""
    canned.answers["β2M 6.1"] = ASSESSMENT

    def lose(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    page.goto(canned.address)
    page.route("**/message", lose, times=1)
    send(page, "β2M 6.1")
    expect(page.locator(".failed")).to_contain_text("cannot be reached")
    screenshot("trying-again")
    expect(last_card(page).locator(".badge").nth(1)).to_have_text("stage III")
    assert canned.texts == ["β2M 6.1"]


def test_a_turn_that_failed_at_the_assistant_can_be_tried_again(
    page: Page, canned: CannedAssistant, screenshot: Callable[[str], None]
) -> None:
    """The assistant's own words stand there, and a click plays the turn anew."""
    canned.fails = True
    page.goto(canned.address)
    send(page, "β2M 6.1")
    phrases = load_library().phrases
    expect(page.locator(FAILED)).to_contain_text(phrases.replies["failed"].text.clinician)
    expect(page.get_by_role("article")).to_have_count(0)
    screenshot("failed")
    canned.fails = False
    page.get_by_role("button", name="Retry").click()
    last_card(page).wait_for()
    expect(page.locator(FAILED)).to_have_count(0)
    assert canned.texts == ["β2M 6.1", "β2M 6.1"]


def test_stop_ends_the_wait_and_nothing_is_lost(
    page: Page, canned: CannedAssistant, screenshot: Callable[[str], None]
) -> None:
    """What was sent may have been taken, what was not says so; both come back with a click."""
    canned.pause_s = 1.0
    page.goto(canned.address)
    send(page, "first")
    send(page, "second")
    expect(page.get_by_role("status").filter(has_text="answering")).to_have_count(1)
    page.wait_for_timeout(300)
    page.get_by_role("button", name="Stop").click()
    expect(message_field(page)).to_be_focused()
    stopped = page.locator(".failed[data-state=stopped]")
    expect(stopped.first).to_contain_text("may have taken this message")
    expect(stopped.nth(1)).to_contain_text("was not sent")
    expect(page.get_by_role("button", name="Stop")).to_have_count(0)
    screenshot("stopped")
    page.wait_for_timeout(1_200)
    expect(page.get_by_role("article")).to_have_count(0)
    page.get_by_role("button", name="Retry").first.click()
    last_card(page).wait_for()
    page.get_by_role("button", name="Retry").click()
    expect(page.get_by_role("article")).to_have_count(2)
    assert canned.texts == ["first", "second"]


UNKNOWN = {"status": 404, "json": {"error": "This conversation is not known here."}}


def test_a_restarted_server_gets_the_message_once_in_a_new_conversation(
    page: Page, canned: CannedAssistant, screenshot: Callable[[str], None]
) -> None:
    """The values given before are gone there, and the page says so above the answer."""
    page.goto(canned.address)
    send(page, "β2M 6.1")
    last_card(page).wait_for()
    page.route("**/message", lambda route: route.fulfill(**UNKNOWN), times=1)
    send(page, "albumin 3.1")
    expect(page.get_by_role("article")).to_have_count(2)
    expect(page.get_by_text("values given above are no longer known")).to_be_visible()
    screenshot("restarted")
    assert canned.texts == ["β2M 6.1", "albumin 3.1"]
    assert len({conversation for conversation, _ in canned.asked}) == 2


def test_a_server_that_knows_no_conversation_is_not_asked_for_ever(
    page: Page, canned: CannedAssistant
) -> None:
    """Not even the one it has just begun: the message stays, and a click tries again."""
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(**UNKNOWN)

    page.goto(canned.address)
    page.route("**/message", refuse)
    send(page, "β2M 6.1")
    expect(page.locator(FAILED)).to_contain_text("no longer knows this conversation")
    assert len(asked) == 1
    page.unroute("**/message")
    page.get_by_role("button", name="Retry").click()
    last_card(page).wait_for()
    assert canned.texts == ["β2M 6.1"]


def test_a_session_that_cannot_begin_is_a_failure_like_others(
    page: Page, canned: CannedAssistant
) -> None:
    """Nothing is lost when the first request of all fails."""
    page.goto(canned.address)
    page.route("**/session", lambda route: route.abort(), times=1)
    send(page, "β2M 6.1")
    expect(page.locator(".failed")).to_contain_text("cannot be reached")
    last_card(page).wait_for()
    assert canned.texts == ["β2M 6.1"]


def test_without_labels_the_codes_stand_for_themselves(page: Page, canned: CannedAssistant) -> None:
    """The answer is shown all the same, with every value and unit."""
    canned.answers["values"] = ASSESSMENT
    page.route("**/labels.json*", lambda route: route.fulfill(status=500))
    page.goto(canned.address)
    send(page, "values")
    expect(last_card(page).locator(".understood strong")).to_have_text(["6.1 mg/L", "2.4 mg/dL"])
    expect(last_card(page).locator(".badge").nth(1)).to_have_text("III")


def test_everything_comes_from_the_own_origin(page: Page, canned: CannedAssistant) -> None:
    """No font, script or picture is asked for elsewhere."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(canned.address)
    send(page, "hello")
    last_card(page).wait_for()
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(canned.address).netloc}


def test_what_the_page_sends(page: Page, canned: CannedAssistant) -> None:
    """The conversation's id as issued, a key of its own for each message, the text."""
    sent: list[dict[str, str]] = []
    page.on(
        "request",
        lambda request: (
            sent.append(json.loads(request.post_data or ""))
            if request.url.endswith("/message")
            else None
        ),
    )
    page.goto(canned.address)
    for text in ("one", "two"):
        send(page, text)
    expect(page.get_by_role("article")).to_have_count(2)
    assert [each["text"] for each in sent] == ["one", "two"]
    assert [each["conversation"] for each in sent] == [each for each, _ in canned.asked]
    assert len({each["id"] for each in sent}) == 2


def test_the_panel_opens_from_its_button_and_closes_with_escape(
    page: Page, canned: CannedAssistant, screenshot: Callable[[str], None]
) -> None:
    """The focus goes into the panel and comes back to the button; the conversation stays."""
    canned.answers["values"] = ASSESSMENT
    page.goto(canned.address)
    page.locator("b2m-chat").evaluate("chat => { chat.layout = 'corner'; }")
    launcher = page.get_by_role("button", name="Open the β2M assistant")
    launcher.click()
    expect(message_field(page)).to_be_focused()
    send(page, "values")
    last_card(page).wait_for()
    screenshot("panel")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="β2M assistant")).to_have_count(0)
    expect(launcher).to_be_focused()
    launcher.press("Enter")
    expect(page.get_by_role("article")).to_have_count(1)
