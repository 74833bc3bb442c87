"""No text is taken for markup, wherever it comes from: users, answers, labels, the page around."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from b2m_core.contract.models import Answer, Citation, Paragraph, Unread
from tests.browser.answers import ASSESSMENT, TREND
from tests.browser.canned import CannedAssistant, canned_assistant
from tests.browser.steps import last_card, send

PAYLOADS = (
    "<script>window.ran = true</script>",
    "<img src=x onerror='window.ran = true'>",
    "<svg onload=window.ran=true>",
    "\"><iframe srcdoc='<script>parent.ran = true</script>'></iframe>",
    "</textarea><script>window.ran = true</script>",
    "<a href='javascript:window.ran=true'>x</a>",
    "<b2m-chat open></b2m-chat>",
    "${window.ran = true}",
    "{{constructor.constructor('window.ran = true')()}}",
    "&lt;script&gt;window.ran = true&lt;/script&gt;",
    "<style>* { display: none }</style>",
    "<!--",
    "]]>",
)
ALL = " ".join(PAYLOADS)
"""The last ones would swallow what follows them."""


def made_of_text(page: Page) -> int:
    """How many elements there are that no template of the widget holds."""
    made: int = page.locator("b2m-chat").evaluate(
        """chat => chat.shadowRoot.querySelectorAll(
            "img:not(.chart img), script, iframe, style, b2m-chat, [onload], [onerror], [href^=j]"
        ).length"""
    )
    ran: bool | None = page.evaluate("window.ran")
    assert ran is None
    return made


def test_nothing_is_taken_for_markup(page: Page, canned: CannedAssistant) -> None:
    """Messages, values, statements, options and sources show what they hold, as text."""
    for payload in PAYLOADS:
        canned.answers[payload] = poisoned(payload)
    page.goto(canned.address)
    for number, payload in enumerate(PAYLOADS, start=1):
        send(page, payload)
        expect(page.get_by_role("article")).to_have_count(number)
        expect(page.locator(".bubble").last).to_have_text(payload, use_inner_text=True)
        card = last_card(page)
        expect(card.locator(".written")).to_contain_text(payload)
        expect(card.locator(".finding p").first).to_contain_text(payload)
        expect(card.locator(".unread li")).to_contain_text(payload)
        expect(card.locator(".knowledge p")).to_contain_text(payload)
        expect(card.get_by_role("button", name=payload, exact=True)).to_be_visible()
        card.locator(".sources summary").click()
        expect(card.locator(".source-title")).to_have_text(payload)
        expect(card.locator(".sources a")).to_have_count(0)
    assert made_of_text(page) == 0


def poisoned(payload: str) -> Answer:
    """The same text wherever an answer holds free text; addresses that must lead nowhere."""
    citation = Citation(
        id="x",
        label=payload,
        title=payload,
        year=None,
        doi=None,
        pmid=None,
        url=f"javascript:window.ran=true//{payload}",
        review_status="submitted",
        last_reviewed=None,
    )
    finding = ASSESSMENT.findings[0].model_copy(
        update={"statement": payload, "citations": ("x",), "outcome": payload}
    )
    caution = ASSESSMENT.cautions[0].model_copy(update={"statement": payload, "citations": ("x",)})
    question = ASSESSMENT.questions[0].model_copy(update={"text": payload, "options": (payload,)})
    return ASSESSMENT.model_copy(
        update={
            "observations": (
                ASSESSMENT.observations[0].model_copy(update={"as_written": payload}),
            ),
            "unread": (Unread(as_written=payload, reason=payload),),
            "paragraphs": (
                Paragraph(topic="renal.confounding", statement=payload, citations=("x",)),
            ),
            "findings": (finding,),
            "cautions": (caution,),
            "next_steps": (),
            "questions": (question,),
            "citations": (citation,),
            "disclaimer": payload,
            "knowledge_version": payload,
        }
    )


def test_labels_and_headings_are_text(page: Page, canned: CannedAssistant) -> None:
    """What codes are called comes from the knowledge base, and could hold anything."""
    labels = json.loads(page.request.get(f"{canned.address}labels.json?audience=clinician").text())
    page.route("**/labels.json*", lambda route: route.fulfill(json=poisoned_labels(labels)))
    canned.answers["values"] = ASSESSMENT
    page.goto(canned.address)
    page.locator("b2m-chat").evaluate("(chat, text) => { chat.heading = text; }", ALL)
    send(page, "values")
    card = last_card(page)
    expect(card.locator(".understood h3")).to_have_text(ALL)
    expect(card.locator(".cautions h4").first).to_have_text(ALL)
    for summary in card.locator("summary").all():
        summary.click()
    expect(card.locator("tbody th").first).to_have_text(ALL)
    card.locator(".correct").first.click()
    expect(card.locator(".correction")).to_contain_text(ALL)
    expect(page.get_by_role("heading", level=1)).to_have_text(ALL)
    assert made_of_text(page) == 0


def poisoned_labels(labels: object) -> object:
    """The same labels, each with all payloads in the place of its words."""
    if isinstance(labels, dict):
        return {code: poisoned_labels(label) for code, label in labels.items()}
    return ALL


def test_the_words_of_a_chart_are_text(page: Page, canned: CannedAssistant) -> None:
    """Its title and its description; what stands at its address is a picture or nothing."""

    def poison(route: Route) -> None:
        reply = route.fetch().json()
        chart = {**reply["chart"], "title": ALL, "alt": ALL}
        route.fulfill(json={**reply, "chart": chart, "opening": ALL, "note": ALL})

    script = f"<svg xmlns='http://www.w3.org/2000/svg'>{PAYLOADS[0]}</svg>"
    canned.answers["values"] = TREND
    page.route("**/message", poison)
    page.route("**/chart/*", lambda route: route.fulfill(body=script, content_type="image/svg+xml"))
    page.goto(canned.address)
    send(page, "values")
    expect(last_card(page).get_by_role("img")).to_have_attribute("alt", ALL)
    expect(last_card(page).locator(".opening")).to_have_text(ALL)
    assert made_of_text(page) == 0


@pytest.mark.parametrize(
    "path",
    ["javascript:window.ran=true", "//evil.example/x.svg", "chart/../../x.svg", "chart/x.html"],
)
def test_a_chart_from_elsewhere_is_no_chart(page: Page, canned: CannedAssistant, path: str) -> None:
    """Such a reply is not shown at all."""

    def poison(route: Route) -> None:
        reply = route.fetch().json()
        route.fulfill(json={**reply, "chart": {**reply["chart"], "path": path}})

    canned.answers["values"] = TREND
    page.route("**/message", poison)
    page.goto(canned.address)
    send(page, "values")
    expect(page.locator(".failed")).to_contain_text("incomplete")
    expect(page.get_by_role("article")).to_have_count(0)


def test_a_comment_is_text(page: Page, tmp_path: Path) -> None:
    """It goes to the file as it was typed."""
    file = tmp_path / "feedback.jsonl"
    with canned_assistant(feedback=file) as canned:
        canned.answers["values"] = ASSESSMENT
        page.goto(canned.address)
        send(page, "values")
        last_card(page).get_by_role("button", name="No, something is wrong").click()
        last_card(page).get_by_role("textbox", name="Comment").fill(ALL)
        last_card(page).get_by_role("button", name="Send: No").click()
        expect(last_card(page).get_by_text("Your judgment was recorded")).to_be_visible()
    assert json.loads(file.read_text(encoding="utf-8"))["comment"] == ALL
    assert made_of_text(page) == 0


def test_what_is_kept_comes_back_as_text(page: Page, canned: CannedAssistant) -> None:
    """After a reload, by the up arrow, in a correction, and on paper."""
    page.add_init_script(
        """window.print = () => {
            top.printed = document.body.innerText;
            top.made = document.querySelectorAll("img, script, iframe, b2m-chat").length;
        }"""
    )
    canned.answers[ALL] = poisoned(ALL)
    page.goto(canned.address)
    send(page, ALL)
    last_card(page).wait_for()
    page.reload()
    expect(page.locator(".bubble")).to_have_text(ALL)
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("textbox", name="Your message")).to_have_value(ALL)
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Print").click()
    page.wait_for_function("window.printed")
    assert ALL in page.evaluate("printed")
    assert page.evaluate("made") == 0
    assert made_of_text(page) == 0
