"""How an answer looks: canned answers, the real page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from b2m_core.contract.models import Answer
from b2m_core.knowledge.library import load_library
from b2m_core.rendering.words import words
from tests.browser.answers import ASSESSMENT, EMPTY, FORMULA, KNOWLEDGE, REFUSAL, TREND, UNREAD
from tests.browser.canned import CannedAssistant
from tests.browser.conftest import DESKTOP, PHONE, SCREENSHOTS
from tests.browser.steps import last_card, send


def ask(page: Page, canned: CannedAssistant, answer: Answer) -> None:
    """Open the page and get this answer."""
    canned.answers["the question"] = answer
    page.goto(canned.address)
    send(page, "the question")
    last_card(page).wait_for()


def test_an_assessment_shows_all_that_the_answer_holds(
    page: Page, canned: CannedAssistant, screenshot: Callable[[str], None]
) -> None:
    """Values with what was assumed, findings, cautions, steps, questions, sources, disclaimer."""
    ask(page, canned, ASSESSMENT)
    card = last_card(page)
    understood = card.locator(".understood")
    expect(understood.locator("strong")).to_have_text(["6.1 mg/L", "2.4 mg/dL"])
    expect(understood.locator(".assumed")).to_have_text(
        ["unit assumed", "serum assumed", "unit assumed"]
    )
    iss = card.locator(".finding").nth(1)
    expect(iss.locator(".badge")).to_have_text("stage III")
    expect(iss.locator(".only-if")).to_contain_text("multiple myeloma")
    kidney = card.locator(".finding").nth(2)
    expect(kidney.locator(".badge")).to_have_count(3)
    expect(kidney.locator(".chip")).to_have_text(["age", "sex"])
    expect(card.locator(".cautions li")).to_have_count(2)
    expect(card.locator(".next-steps li p").first).to_contain_text("Look for renal causes first")
    expect(card.get_by_role("button", name="female", exact=True)).to_be_visible()
    expect(card.locator("footer")).to_contain_text(ASSESSMENT.disclaimer)
    expect(card.locator("footer")).to_contain_text("under review")
    screenshot("assessment")


def test_cautions_are_announced_above_the_findings(page: Page, canned: CannedAssistant) -> None:
    """Their names stand before the first finding, and lead to what they say."""
    ask(page, canned, ASSESSMENT)
    card = last_card(page)
    announced = card.locator(".to-cautions + .findings")
    expect(announced).to_have_count(1)
    button = card.get_by_role("button", name="Cautions Renal confounding · Unit assumed")
    button.click()
    heading = card.get_by_role("heading", name="Cautions")
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()


def test_a_number_is_a_result_and_no_stage(page: Page, canned: CannedAssistant) -> None:
    """What a formula gives stands there with its unit, and does not look like a class."""
    findings = (*ASSESSMENT.findings, FORMULA)
    ask(page, canned, ASSESSMENT.model_copy(update={"findings": findings}))
    finding = last_card(page).locator(".finding").last
    expect(finding.locator(".number")).to_have_text("27 mL/min/1.73 m²")
    expect(finding.locator(".badge")).to_have_count(0)


def test_why_is_opened_on_demand(page: Page, canned: CannedAssistant) -> None:
    """Each comparison stands there with the known value, the threshold and its result."""
    ask(page, canned, ASSESSMENT)
    iss = last_card(page).locator(".finding").nth(1)
    expect(iss.get_by_role("table")).to_be_hidden()
    iss.get_by_text("Why", exact=True).click()
    rows = iss.locator("tbody tr")
    cells = [rows.nth(row).locator("td").all_inner_texts() for row in range(rows.count())]
    assert cells == [
        ["6.1 mg/L", "below 3.5 mg/L", "no"],
        ["6.1 mg/L", "at least 5.5 mg/L", "yes"],
    ]
    kidney = last_card(page).locator(".finding").nth(2)
    kidney.get_by_text("Why", exact=True).click()
    expect(kidney.locator("tbody td")).to_have_text(["–", "at least 30 mL/min/1.73 m²", "unknown"])


def test_a_number_opens_its_source_and_escape_goes_back(
    page: Page, canned: CannedAssistant, screenshot: Callable[[str], None]
) -> None:
    """Title, label, link and review status; the focus returns to the number."""
    ask(page, canned, ASSESSMENT)
    marker = last_card(page).locator(".finding").nth(1).get_by_role("button", name="Source 1")
    marker.click()
    shown = page.get_by_role("dialog", name="Source 1")
    expect(shown).to_contain_text("International staging system for multiple myeloma")
    expect(shown).to_contain_text("Greipp et al., J Clin Oncol 2005")
    expect(shown).to_contain_text("under clinical review")
    link = shown.get_by_role("link")
    expect(link).to_have_attribute("href", "https://doi.org/10.1200/JCO.2005.04.242")
    expect(link).to_be_focused()
    screenshot("source")
    page.keyboard.press("Escape")
    expect(shown).to_be_hidden()
    expect(marker).to_be_focused()


def test_serial_values_are_drawn(
    page: Page, canned: CannedAssistant, screenshot: Callable[[str], None]
) -> None:
    """One picture from the own origin with all values in words; the words stay when it is gone."""
    ask(page, canned, TREND)
    picture = last_card(page).get_by_role("img")
    expect(picture).to_have_count(1)
    assert picture.evaluate("each => each.decode().then(() => each.naturalWidth > 200)")
    alt = picture.get_attribute("alt") or ""
    for part in ("6.1 mg/L", "4 mg/L", "3.2 mg/L"):
        assert part in alt
    assert (picture.get_attribute("src") or "").startswith(f"{canned.address}chart/")
    screenshot("chart")
    page.route("**/chart/*", lambda route: route.fulfill(status=404))
    page.reload()
    expect(last_card(page).get_by_role("img", name="6.1 mg/L")).to_be_visible()


def test_why_stands_open_where_it_was_asked(page: Page, canned: CannedAssistant) -> None:
    """The answer to "why?" is the comparisons: they are shown without a click."""
    labels = load_library().labels("clinician")
    said = words(ASSESSMENT, "", labels, explain=True)
    ask(page, canned, ASSESSMENT.model_copy(update={"text": said}))
    expect(last_card(page).get_by_role("table")).to_have_count(3)
    expect(last_card(page).locator(".understood li").first).to_be_hidden()
    expect(last_card(page).locator(".opening")).to_have_count(0)


def test_all_sources_are_listed_below(page: Page, canned: CannedAssistant) -> None:
    """In the order of their numbers, each with its link."""
    ask(page, canned, ASSESSMENT)
    sources = last_card(page).locator(".sources")
    sources.get_by_text("Sources").click()
    expect(sources.locator(".source-title")).to_have_text(
        [citation.title for citation in ASSESSMENT.citations]
    )
    links = sources.get_by_role("link")
    assert [links.nth(i).get_attribute("href") for i in range(links.count())] == [
        "https://doi.org/10.1200/JCO.2005.04.242",
        "https://kdigo.org/guidelines/ckd-evaluation-and-management/",
    ]


def test_a_knowledge_answer_shows_paragraphs_with_numbers(
    page: Page, canned: CannedAssistant, screenshot: Callable[[str], None]
) -> None:
    """One heading a topic, and the sources behind each paragraph."""
    ask(page, canned, KNOWLEDGE)
    knowledge = last_card(page).locator(".knowledge")
    expect(knowledge.get_by_role("heading")).to_have_count(1)
    expect(knowledge.locator("p")).to_have_count(2)
    expect(knowledge.locator("p").nth(1).locator(".marker")).to_have_text(["1", "2"])
    screenshot("knowledge")


def test_what_is_known_can_be_looked_up_beside_other_answers(
    page: Page, canned: CannedAssistant
) -> None:
    """Without findings the patient's values are folded away, and one click shows them."""
    ask(page, canned, KNOWLEDGE.model_copy(update={"observations": ASSESSMENT.observations}))
    known = last_card(page).locator(".understood")
    expect(known.locator("li").first).to_be_hidden()
    known.get_by_text("What I understood 2").click()
    expect(known.locator("strong")).to_have_text(["6.1 mg/L", "2.4 mg/dL"])


@pytest.mark.parametrize("answer", [REFUSAL, UNREAD, EMPTY], ids=lambda answer: answer.kind)
def test_other_answers_show_their_words(
    page: Page, canned: CannedAssistant, screenshot: Callable[[str], None], answer: Answer
) -> None:
    """A refusal, a clarification and small talk say what the answer's text says."""
    ask(page, canned, answer)
    expect(last_card(page).locator(".opening")).to_have_text(answer.text)
    for unread in answer.unread:
        expect(last_card(page).locator(".unread")).to_contain_text(unread.reason)
    screenshot(answer.kind)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_is_wider_than_the_screen(
    browser: Browser, canned: CannedAssistant, size: dict[str, int], scheme: str
) -> None:
    """On a desktop and a phone, in light and dark, with everything opened."""
    canned.answers["the question"] = ASSESSMENT
    context = browser.new_context(viewport=size, color_scheme=scheme, locale="en-GB")
    page = context.new_page()
    page.goto(canned.address)
    name = f"{'phone' if size == PHONE else 'desktop'}-{scheme}"
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}-empty.png")
    send(page, "the question")
    last_card(page).wait_for()
    page.screenshot(path=SCREENSHOTS / f"{name}-answer.png")
    for summary in last_card(page).locator("summary").all():
        summary.click()
    page.screenshot(path=SCREENSHOTS / f"{name}-open.png")
    wide = page.locator("b2m-chat").evaluate(
        """chat => [...chat.shadowRoot.querySelectorAll('*')]
            .filter(each => each.getBoundingClientRect().right > innerWidth + 1)
            .map(each => each.className)"""
    )
    assert wide == []
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    context.close()
