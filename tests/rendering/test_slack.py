"""An answer in Slack's blocks: whole, within every limit, and nothing of it a mention or a link."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2m_core.contract.codes import (
    CANONICAL_UNITS,
    CODED_VALUES,
    Audience,
    PresenceCode,
)
from b2m_core.contract.models import Answer, Observation
from b2m_core.conversation.turn import Conversation, Turn
from b2m_core.knowledge.library import load_library
from b2m_core.reading.models import Reading, Spotted
from b2m_core.rendering.block_kit import (
    MAX_BUTTON_LABEL,
    MAX_BUTTON_VALUE,
    MAX_HEADER_TEXT,
    MAX_SECTION_TEXT,
    escaped,
    header,
    link,
    packed,
    sections,
)
from b2m_core.rendering.slack import blocks, headline, more
from b2m_core.rendering.words import words
from b2m_core.respond import notice, respond
from tests.rendering.handmade import B2M, ISS, LABELS, answer, reference
from tests.slack.limits import complaints

LIBRARY = load_library()
DAY = date(2026, 11, 22)

OBSERVATIONS = st.one_of(
    st.tuples(
        st.sampled_from(list(CANONICAL_UNITS.items())),
        st.decimals(Decimal("0.1"), 500, places=1),
        st.sampled_from(["=", "<", ">", "~"]),
    ).map(
        lambda drawn: Observation(
            code=drawn[0][0],  # type: ignore[arg-type]  # a key of the contract's own table
            value=drawn[1],
            unit=drawn[0][1],
            comparator=drawn[2],
            as_written="as written",
        )
    ),
    st.sampled_from([(code, word) for code, words in CODED_VALUES.items() for word in words]).map(
        lambda drawn: Observation.model_validate({"code": drawn[0], "value": drawn[1]})
    ),
    st.tuples(
        st.sampled_from(get_args(PresenceCode)), st.sampled_from(["present", "absent", "suspected"])
    ).map(lambda drawn: Observation.model_validate({"code": drawn[0], "value": drawn[1]})),
)
ANYTHING = st.text(min_size=1, max_size=200).filter(lambda text: bool(text.strip()))
LONG = st.integers(1, 8000).map(lambda size: "β2M 6.1 mg/L, " * (size // 14 + 1))


def texts(made: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Every text object."""
    for block in made:
        for element in (block, *block.get("elements", ())):
            if isinstance(element.get("text"), dict):
                yield element["text"]
            elif "text" in element:
                yield element


def shown(made: Sequence[Mapping[str, Any]]) -> str:
    """Everything that is shown, without spaces: where lines break is no matter here."""
    return re.sub(r"\s", "", "".join(text["text"] for text in texts(made)))


def with_text(bare: Answer, opening: str = "", *, explain: bool = False) -> Answer:
    return bare.model_copy(update={"text": words(bare, opening, LABELS, explain=explain)})


def test_the_whole_answer_stands_in_order() -> None:
    whole = answer(
        observations=[B2M],
        unread=[{"as_written": "<!channel>", "reason": "No analyte."}],
        findings=[ISS],
        cautions=[{"code": "non_specific", "statement": "Careful.", "citations": ["b", "a"]}],
        next_steps=[{"code": "cbc", "statement": "Count.", "citations": ["a"]}],
        questions=[{"asks": "albumin", "text": "Albumin?", "options": ["low", "high"]}],
        citations=[reference("b", url="https://example.org/b?x=1&y=2"), reference("a")],
    )

    def said(text: str) -> dict[str, Any]:
        plain = {"type": "plain_text", "text": text, "emoji": False}
        return {"type": "section", "text": plain}

    def head(text: str) -> dict[str, Any]:
        return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}

    def button(action_id: str, label: str, **value: str) -> dict[str, Any]:
        plain = {"type": "plain_text", "text": label, "emoji": False}
        return {"type": "button", "action_id": action_id, "text": plain, **value}

    links = "[1] <https://example.org/b?x=1&amp;y=2|B> · [2] A"
    small = "Under review.\nNo diagnosis."
    assert blocks(with_text(whole, "Hello."), LABELS) == [
        {
            "type": "header",
            "text": {"type": "plain_text", "text": "If myeloma: ISS: stage III", "emoji": False},
        },
        said("Hello."),
        head("*Understood*"),
        said("• β2M 6.1 mg/L (2026-11-20, unit assumed)"),
        head("*Not used*"),
        said("• “<!channel>”: No analyte."),
        head("*Findings*"),
        said("• Stage III. [2]"),
        head("*Cautions*"),
        said("• Careful. [1][2]"),
        head("*Next*"),
        said("• Count. [2]"),
        head("*Tell me*"),
        said("Albumin?"),
        {
            "type": "actions",
            "elements": [
                button("b2m.option.0.1", "low", value="low"),
                button("b2m.option.0.2", "high", value="high"),
            ],
        },
        {"type": "context", "elements": [{"type": "mrkdwn", "text": links, "verbatim": True}]},
        {"type": "context", "elements": [{"type": "plain_text", "text": small, "emoji": False}]},
        {
            "type": "actions",
            "elements": [
                button("b2m.why", "Why"),
                button("b2m.sources", "Sources"),
                button("b2m.plain", "Plain"),
                button("b2m.new_patient", "New_Patient"),
            ],
        },
    ]


def test_reasons_stand_below_their_finding_where_the_answer_gives_them() -> None:
    bare = answer(findings=[ISS], citations=[reference("a")])
    made = blocks(with_text(bare, explain=True), LABELS)
    assert made is not None
    assert "• Stage III. [1]\n  - β2M at least 5.5 mg/L: yes" in [
        text["text"] for text in texts(made)
    ]


def test_words_that_stand_alone_have_nothing_beside_them() -> None:
    """Whoever writes of an emergency gets no buttons."""
    urgent = notice("emergency", LIBRARY)
    alone = urgent.model_copy(
        update={"text": LIBRARY.phrases.replies["emergency"].text.for_audience("clinician")}
    )
    made = blocks(alone, LIBRARY.labels("clinician"))
    assert made is not None
    assert [text["text"] for text in texts(made)] == [alone.text]


@pytest.mark.parametrize(
    ("finding", "line"),
    [
        ({"applies_if": None}, "ISS: stage III"),
        ({}, "If myeloma: ISS: stage III"),
        ({"status": "possible", "outcome": None, "possible": ["II", "III"]}, ""),
        ({"status": "not_applicable", "outcome": None, "possible": []}, ""),
    ],
)
def test_the_headline_is_what_is_settled_and_says_under_which_condition(
    finding: dict[str, Any], line: str
) -> None:
    assert headline(answer(findings=[ISS | finding], citations=[reference("a")]), LABELS) == line


def test_the_headline_of_a_question_is_its_topic() -> None:
    asked = answer(kind="knowledge", topics=["b2m.what_it_is"])
    assert headline(asked, LABELS) == "What is β2M?"


@pytest.mark.parametrize(("units", "kind"), [(150, "header"), (151, "section")])
def test_a_headline_that_is_too_long_becomes_a_section(units: int, kind: str) -> None:
    assert [block["type"] for block in header("x" * units)] == [kind]
    assert MAX_HEADER_TEXT == 150


@pytest.mark.parametrize(
    ("option", "label", "beside"),
    [
        ("x" * MAX_BUTTON_LABEL, "x" * MAX_BUTTON_LABEL, "Which?"),
        ("x" * (MAX_BUTTON_LABEL + 1), "1", "Which?\n1. " + "x" * (MAX_BUTTON_LABEL + 1)),
    ],
)
def test_a_reply_too_long_for_a_button_stands_whole_beside_its_number(
    option: str, label: str, beside: str
) -> None:
    asked = answer(questions=[{"asks": "albumin", "text": "Which?", "options": [option]}])
    made = blocks(with_text(asked), LABELS)
    assert made is not None
    (button,) = [e for b in made for e in b.get("elements", ()) if e.get("value")]
    assert (button["text"]["text"], button["value"]) == (label, option)
    assert beside in [text["text"] for text in texts(made)]


def test_a_reply_too_long_to_be_sent_is_only_shown() -> None:
    option = "x" * (MAX_BUTTON_VALUE + 1)
    asked = answer(questions=[{"asks": "albumin", "text": "Which?", "options": [option]}])
    made = blocks(with_text(asked), LABELS)
    assert made is not None
    assert "b2m.option" not in str(made)
    assert option in shown(made)


def test_only_what_is_left_over_waits_behind_a_button() -> None:
    """Sources go first, then the next steps; what follows and the cautions always stay."""
    many = [reference(f"r{n}", url=f"https://example.org/{'x' * 80}/{n}") for n in range(60)]
    step = {"code": "cbc", "statement": "Count. " * 300, "citations": ["r1"]}
    caution = {"code": "non_specific", "statement": "Careful. " * 900, "citations": ["r1"]}

    def made(**parts: Any) -> list[str] | None:
        found = blocks(with_text(answer(findings=[ISS | {"citations": ["r1"]}], **parts)), LABELS)
        if found is None:
            return None
        assert complaints(found) == []
        return [e["action_id"] for e in found[-1]["elements"]] + [
            text["text"] for text in texts(found) if text["text"].startswith("[1]")
        ]

    few = many[:2]
    assert made(citations=few)[1:] == ["b2m.sources", "b2m.plain", "[1] " + _links(few)]  # type: ignore[index]
    assert made(citations=many, cautions=[caution]) == ["b2m.why", "b2m.sources", "b2m.plain"]
    assert made(citations=many, cautions=[caution], next_steps=[step] * 3) == [
        *("b2m.next_steps", "b2m.why", "b2m.sources", "b2m.plain"),
    ]
    assert made(citations=many, cautions=[caution] * 2) is None


def _links(citations: list[dict[str, Any]]) -> str:
    return " · [2] ".join(f"<{one['url']}|{one['label']}>" for one in citations)


def test_the_buttons_for_more_show_it_whole() -> None:
    whole = answer(
        unread=[{"as_written": "XYZ 7", "reason": "No analyte."}],
        next_steps=[{"code": "cbc", "statement": "Count.", "citations": ["a"]}],
        citations=[reference("a", year=2005, url="https://example.org/a")],
    )

    def said(part: str) -> str:
        (made,) = more(whole, LABELS, part)
        assert complaints(made) == []
        return shown(made)

    assert said("next_steps") == "*Next*•Count.[1]"
    assert said("sources") == "*Sources*<https://example.org/a|[1]A:Atitle,2005>"
    assert said("not_used") == "*Notused*•“XYZ7”:Noanalyte."


def test_what_was_not_used_waits_behind_a_button_where_there_is_too_much_of_it() -> None:
    """The next steps come first: who pastes a whole report wants them before its other lines."""
    unread = [{"as_written": f"XYZ {n}", "reason": "No analyte. " * 10} for n in range(150)]
    step = {"code": "cbc", "statement": "Count.", "citations": ["a"]}
    whole = answer(unread=unread, findings=[ISS], next_steps=[step], citations=[reference("a")])
    made = blocks(with_text(whole), LABELS)
    assert made is not None
    assert complaints(made) == []
    ids = [element["action_id"] for element in made[-1]["elements"]]
    assert ids == ["b2m.not_used", "b2m.why", "b2m.sources", "b2m.plain"]
    assert "•Count.[1]" in shown(made)
    messages = more(whole, LABELS, "not_used")
    assert [complaints(each) for each in messages] == [[]] * len(messages)
    assert shown([block for each in messages for block in each]) == "*Notused*" + "".join(
        f"•“XYZ{n}”:" + "Noanalyte." * 10 for n in range(150)
    )


def test_what_stands_before_an_answer_counts_too() -> None:
    long = answer(findings=[ISS | {"statement": "Stage III. " * 900}], citations=[reference("a")])
    note = {"type": "section", "text": {"type": "plain_text", "text": "x" * 2900, "emoji": False}}
    assert blocks(with_text(long), LABELS) is not None
    assert blocks(with_text(long), LABELS, before=[note]) is None


@pytest.mark.parametrize(
    ("label", "url", "expected"),
    [
        ("A & B", "https://example.org/a b|c>", "<https://example.org/a%20b%7Cc%3E|A &amp; B>"),
        ("A", "javascript:alert(1)", "A"),
        ("<!here>", None, "&lt;!here&gt;"),
        ("A", f"https://example.org/{'x' * 3000}", "A"),
    ],
)
def test_a_link_leads_to_the_web_or_nowhere(label: str, url: str | None, expected: str) -> None:
    assert link(label, url) == expected


def test_a_text_is_parted_where_a_reader_pauses() -> None:
    assert list(packed(["One two. Three four.", "Five."], 12)) == [
        "One two.",
        "Three four.",
        "Five.",
    ]
    assert list(packed(["One.", "Two."], 9)) == ["One.\nTwo."]
    assert list(packed(["One.", "Two."], 8)) == ["One.", "Two."]


@given(st.lists(ANYTHING | LONG, max_size=5))
def test_sections_lose_no_sign(lines: list[str]) -> None:
    made = list(sections(lines))
    assert shown(made) == re.sub(r"\s", "", "".join(lines))
    assert all(len(block["text"]["text"]) <= MAX_SECTION_TEXT for block in made)


@given(LONG)
def test_no_number_is_parted(text: str) -> None:
    for part in packed([text], MAX_SECTION_TEXT):
        assert part.rstrip(", ").endswith("mg/L") or part.endswith(("6.1", "β2M"))


@given(
    st.lists(OBSERVATIONS, min_size=1, max_size=25),
    st.sampled_from(get_args(Audience)),
    st.sampled_from(["give_values", "why", "in_plain_language"]),
)
def test_every_answer_to_values_is_one_message_and_whole(
    observations: list[Observation], audience: Audience, intent: str
) -> None:
    """Real answers of the core, from any completion of the case; nothing but sources waits."""
    spotted = tuple(Spotted(observation=seen, start=0, end=0) for seen in observations)
    turn = Turn(intent=intent, reading=Reading(spotted=spotted), today=DAY, audience=audience)
    said, _ = respond(turn, Conversation(), LIBRARY)
    made = blocks(said, LIBRARY.labels(said.audience), shareable=True)
    assert made is not None
    assert complaints(made) == []
    labels = LIBRARY.labels(said.audience)
    behind = {part: more(said, labels, part) for part in ("next_steps", "sources")}
    assert [complaints(each) for part in behind.values() for each in part if complaints(each)] == []
    everything = shown(made) + "".join(shown(each) for each in behind["next_steps"])
    for part in (*said.findings, *said.cautions, *said.next_steps):
        assert re.sub(r"\s", "", part.statement) in everything
    for citation in said.citations:
        assert re.sub(r"\s", "", escaped(citation.label)) in everything or "b2m.sources" in str(
            made
        )


@pytest.mark.parametrize("topic", list(LIBRARY.topics))
@pytest.mark.parametrize("audience", get_args(Audience))
def test_every_topic_is_one_message(topic: str, audience: Audience) -> None:
    turn = Turn(intent=topic, reading=Reading(), today=DAY, audience=audience)
    said, _ = respond(turn, Conversation(), LIBRARY)
    made = blocks(said, LIBRARY.labels(audience))
    assert made is not None
    assert complaints(made) == []
    for paragraph in said.paragraphs:
        assert re.sub(r"\s", "", paragraph.statement) in shown(made)


@given(ANYTHING | LONG, ANYTHING | LONG, st.lists(ANYTHING | LONG, max_size=30))
def test_whatever_an_answer_holds_stays_within_the_limits_or_is_sent_as_text(
    statement: str, written: str, options: list[str]
) -> None:
    whole = answer(
        unread=[{"as_written": written, "reason": "No analyte."}],
        findings=[ISS | {"statement": statement}],
        questions=[{"asks": "albumin", "text": statement, "options": options}],
        citations=[reference("a", url=f"https://example.org/{written}")],
    )
    made = blocks(with_text(whole), LABELS)
    assert made is None or complaints(made) == []
    for text in texts(made or []):
        if text["type"] == "mrkdwn":  # only words and links of ours, and neither name nor call
            assert text["verbatim"] is True
            assert not re.search(r"<[@!#]", text["text"])
