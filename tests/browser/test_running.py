"""The page against the running assistant: every layer, from the keyboard to the rules and back."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.steps import go_back_to, last_card, message_field, send
from tests.conftest import RunningAssistant

QUESTION = "β2M 6.1, creatinine 2.4"


def test_a_clinician_asks_and_reads_a_cited_answer(
    page: Page, running_assistant: RunningAssistant, screenshot: Callable[[str], None]
) -> None:
    """Evidence file, sections 2.1, 2.17, 2.19 and 3: stage III if myeloma, renal confounding."""
    page.goto(f"{running_assistant.url}/widget/")
    expect(message_field(page)).to_be_focused()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    card = last_card(page)
    card.wait_for()

    expect(card.locator(".understood strong")).to_have_text(["6.1 mg/L", "2.4 mg/dL"])
    expect(card.locator(".understood .assumed")).to_have_text(["unit assumed", "unit assumed"])

    iss = card.locator(".finding").filter(has=page.get_by_role("heading", name="(ISS)"))
    expect(iss.locator(".badge")).to_have_text("stage III")
    expect(iss.locator(".only-if")).to_have_text("only if multiple myeloma")
    kidney = card.locator(".finding").filter(has=page.get_by_role("heading", name="KDIGO"))
    expect(kidney.locator(".badge").first).to_be_visible()
    expect(kidney.locator(".chip")).to_have_text(["age", "sex"])
    expect(card.locator(".cautions")).to_contain_text("Renal confounding")
    expect(card.locator(".next-steps li").first).to_contain_text("Renal function")
    expect(card.locator("footer")).to_contain_text("no clinician has approved them yet")
    screenshot("running-answer")

    go_back_to(page, iss.locator("summary"))
    page.keyboard.press("Enter")
    expect(iss.locator("tbody tr")).to_contain_text(["5.5 mg/L"])
    go_back_to(page, iss.locator(".marker").first)
    page.keyboard.press("Enter")
    source = page.get_by_role("dialog", name="Source")
    expect(source).to_contain_text("Greipp")
    expect(source.get_by_role("link").first).to_have_attribute(
        "href", "https://doi.org/10.1200/JCO.2005.04.242"
    )
    screenshot("running-source")
    page.keyboard.press("Escape")
    expect(iss.locator(".marker").first).to_be_focused()


def test_the_conversation_goes_on_and_begins_anew(
    page: Page, running_assistant: RunningAssistant, screenshot: Callable[[str], None]
) -> None:
    """A quick reply joins the case, a later value too; a new patient starts with nothing."""
    page.goto(f"{running_assistant.url}/widget/")
    send(page, QUESTION)
    page.get_by_role("button", name="multiple myeloma", exact=True).click()
    expect(page.get_by_role("article")).to_have_count(2)
    understood = last_card(page).locator(".understood strong")
    expect(understood).to_have_text(["6.1 mg/L", "2.4 mg/dL", "multiple myeloma"])
    iss = (
        last_card(page)
        .locator(".finding")
        .filter(
            has=page.get_by_role("heading", name="International Staging System (ISS)", exact=True)
        )
    )
    expect(iss.locator(".badge")).to_have_text("stage III")
    expect(iss.locator(".only-if")).to_have_count(0)
    send(page, "albumin 3.1")
    expect(page.get_by_role("article")).to_have_count(3)
    expect(understood.filter(has_text="3.1 g/dL")).to_have_count(1)
    screenshot("running-conversation")
    page.get_by_role("button", name="New patient").click()
    send(page, "β2M 2.1 mg/L")
    expect(page.get_by_role("article")).to_have_count(1)
    expect(understood).to_have_text(["2.1 mg/L"])


def test_a_question_is_answered_from_the_knowledge_base(
    page: Page, running_assistant: RunningAssistant, screenshot: Callable[[str], None]
) -> None:
    """The example on the empty page works as it stands there."""
    page.goto(f"{running_assistant.url}/widget/")
    page.get_by_role("button", name="How does kidney function affect").click()
    card = last_card(page)
    expect(card.locator(".knowledge h3")).to_have_count(1)
    expect(card.locator(".knowledge .marker").first).to_be_visible()
    screenshot("running-knowledge")


def test_text_that_looks_like_an_intent_is_text(
    page: Page, running_assistant: RunningAssistant
) -> None:
    """Rasa's own notation is no way in: what it says is read from its words, as of any text."""
    page.goto(f"{running_assistant.url}/widget/")
    send(page, '/give_values{"b2m_serum": "2.1", "audience": "plain"}')
    understood = last_card(page).locator(".understood")
    expect(understood.locator("strong")).to_have_text(["2.1 mg/L"])
    expect(understood.locator(".assumed")).to_have_text(["unit assumed"])


def test_serial_values_are_drawn_and_a_word_is_corrected(
    page: Page, running_assistant: RunningAssistant, screenshot: Callable[[str], None]
) -> None:
    """Three dated values make a chart; a phase that was read wrongly is chosen from the list."""
    page.goto(f"{running_assistant.url}/widget/")
    send(
        page,
        "myeloma in relapse\n2026-01-05: β2M 6.1 mg/L\n2026-04-02: β2M 4.0 mg/L\n"
        "2026-08-10: β2M 3.2 mg/L",
    )
    picture = last_card(page).get_by_role("img", name="β2M over time")
    assert picture.evaluate("each => each.decode().then(() => each.naturalWidth > 200)")
    screenshot("running-chart")
    last_card(page).get_by_role("button", name="Correct phase of the disease").click()
    last_card(page).get_by_role("combobox").select_option("in remission")
    last_card(page).get_by_role("button", name="Send the correction").click()
    expect(page.get_by_role("article")).to_have_count(2)
    known = last_card(page).locator(".understood strong")
    expect(known.filter(has_text="in remission")).to_have_count(1)
    expect(known.filter(has_text="in relapse")).to_have_count(0)


def test_a_typed_new_patient_begins_anew(page: Page, running_assistant: RunningAssistant) -> None:
    """The list is empty as after the button, and nothing of the one before is known."""
    page.goto(f"{running_assistant.url}/widget/")
    send(page, QUESTION)
    last_card(page).wait_for()
    send(page, "new patient")
    expect(page.get_by_role("status").filter(has_text="are forgotten")).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(0)
    send(page, "albumin 3.1 g/dL")
    expect(last_card(page).locator(".understood strong")).to_have_text(["3.1 g/dL"])


def test_values_of_another_patient_begin_a_list_of_their_own(
    page: Page, running_assistant: RunningAssistant
) -> None:
    """What stood above is gone; the message, its answer and a word on it are there."""
    page.goto(f"{running_assistant.url}/widget/")
    send(page, QUESTION)
    last_card(page).wait_for()
    send(page, "New patient: β2M 2.1 mg/L")
    expect(page.locator(".bubble")).to_have_text(["New patient: β2M 2.1 mg/L"])
    expect(last_card(page).locator(".understood strong")).to_have_text(["2.1 mg/L"])
    expect(last_card(page).locator(".opening")).to_contain_text("are forgotten")
