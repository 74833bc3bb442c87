"""An answer in words holds everything the answer says, in order, and nothing else."""

from b2m_core.rendering.words import Opening, opening, words
from tests.rendering.handmade import B2M, ISS, LABELS, answer, reference


def test_every_part_is_said_in_order_with_numbered_sources() -> None:
    whole = answer(
        observations=[B2M],
        unread=[{"as_written": "7", "reason": "No analyte."}],
        cautions=[{"code": "non_specific", "statement": "Careful.", "citations": ["b", "a"]}],
        next_steps=[{"code": "cbc", "statement": "Count.", "citations": ["a"]}],
        questions=[{"asks": "albumin", "text": "Albumin?", "options": ["low", "high"]}],
        citations=[reference("b", year=2005, url="https://example.org/b"), reference("a")],
    )
    assert words(whole, "", LABELS) == (
        "Understood:\n- β2M 6.1 mg/L (2026-11-20, unit assumed)\n\n"
        "Not used:\n- “7”: No analyte.\n\n"
        "Cautions:\n- Careful. [1][2]\n\n"
        "Next:\n- Count. [2]\n\n"
        "Tell me:\n- Albumin? (low / high)\n\n"
        "Sources:\n[1] B: A title, 2005, https://example.org/b\n[2] A: A title\n\n"
        "Under review.\n\n"
        "No diagnosis."
    )


def test_a_reply_comes_first_and_empty_parts_leave_nothing_behind() -> None:
    assert words(answer(kind="smalltalk"), "Hello.", LABELS) == "Hello.\n\nNo diagnosis."


def test_the_opening_is_what_the_text_says_before_its_parts() -> None:
    """The three ways in which a text is made: parts alone, with reasons, and words alone."""
    bare = answer(findings=[ISS], citations=[reference("a")])

    def said(text: str) -> Opening:
        return opening(bare.model_copy(update={"text": text}), LABELS)

    assert said(words(bare, "Hello.", LABELS)) == Opening("Hello.", explains=False, alone=False)
    assert said(words(bare, "", LABELS, explain=True)) == Opening("", explains=True, alone=False)
    assert said("Call now.") == Opening("Call now.", explains=False, alone=True)
