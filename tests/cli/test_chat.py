"""A conversation in the terminal: typed lines in, the assistant's answers out."""

from collections.abc import Callable
from contextlib import closing
from datetime import date

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from b2m_cli.chat import HELP, Chat, talk
from b2m_cli.errors import BadInput, Stop
from b2m_core.contract.models import Answer
from b2m_core.knowledge.library import load_library
from b2m_core.reading.reader import Reader
from b2m_core.respond import assess_values

LIBRARY = load_library()
READER = Reader(LIBRARY)
DAY = date(2026, 11, 22)
TEXT = "β2M 6.1, creatinine 2.4"


def assessed(text: str) -> Answer:
    return assess_values(READER.read(text, DAY), DAY, LIBRARY, "clinician")


class Assistant:
    """Answers from the core, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, text: str) -> Answer:
        self.asked.append(text)
        return assessed(text)


@pytest.fixture
def assistant() -> Assistant:
    return Assistant()


@pytest.fixture
def conversation(assistant: Assistant) -> Chat:
    return Chat(assistant, LIBRARY)


def test_an_answer_is_shown_with_its_buttons_in_order(conversation: Chat) -> None:
    answer = assessed(TEXT)
    options = [option for question in answer.questions for option in question.options]
    assert options[:2] == ["multiple myeloma", "smoldering myeloma"]
    shown = list(conversation.turn(TEXT))
    assert shown[:3] == ["", answer.text, ""]
    assert shown[3:] == [f"  #{n}  {option}" for n, option in enumerate(options, start=1)]


def test_a_number_behind_a_hash_presses_a_button(conversation: Chat, assistant: Assistant) -> None:
    list(conversation.turn(TEXT))
    shown = list(conversation.turn(" #2 "))
    assert assistant.asked == [TEXT, "smoldering myeloma"]
    assert shown[0] == "You: smoldering myeloma"


@pytest.mark.parametrize("typed", ["2", "3.6", "72"])
def test_a_bare_number_is_a_value(typed: str, conversation: Chat, assistant: Assistant) -> None:
    list(conversation.turn(TEXT))
    list(conversation.turn(typed))
    assert assistant.asked == [TEXT, typed]


@pytest.mark.parametrize("typed", ["#0", "#99", "#1000000"])
def test_a_button_that_is_not_there_presses_nothing(
    typed: str, conversation: Chat, assistant: Assistant
) -> None:
    list(conversation.turn(TEXT))
    assert list(conversation.turn(typed)) == [f"There is no button {typed}."]
    assert assistant.asked == [TEXT]


def test_before_the_first_answer_there_are_no_buttons(conversation: Chat) -> None:
    assert list(conversation.turn("#1")) == ["There is no button #1."]


def test_what_is_known_is_a_table_and_a_line(conversation: Chat, assistant: Assistant) -> None:
    assert (list(conversation.turn(":known")), conversation.known) == (
        ["Nothing is known yet."],
        "",
    )
    list(conversation.turn(TEXT))
    assert list(conversation.turn(":known")) == [
        "what        value  unit   assumed  day  read from",
        "β2M         6.1    mg/L   unit          β2M 6.1",
        "creatinine  2.4    mg/dL  unit          creatinine 2.4",
    ]
    assert conversation.known == "β2M 6.1 mg/L · creatinine 2.4 mg/dL"
    assert assistant.asked == [TEXT]


def test_where_much_is_known_the_line_shows_the_last_of_it(conversation: Chat) -> None:
    list(conversation.turn("72F, MM, β2M 6.1, creatinine 2.4, albumin 3.4, LDH 245, Hb 10.2"))
    assert conversation.known.startswith("… · ")
    assert conversation.known.count(" · ") == 6


@pytest.mark.parametrize("typed", ["", "   "])
def test_an_empty_line_asks_nothing(typed: str, conversation: Chat, assistant: Assistant) -> None:
    assert (list(conversation.turn(typed)), assistant.asked) == ([], [])


def test_an_unknown_command_shows_the_help_and_is_not_sent(
    conversation: Chat, assistant: Assistant
) -> None:
    assert (list(conversation.turn(":what")), assistant.asked) == ([HELP], [])


def test_a_control_character_is_refused_before_it_is_sent(
    conversation: Chat, assistant: Assistant
) -> None:
    with pytest.raises(BadInput, match="control character"):
        list(conversation.turn("β2M\x07 6.1"))
    assert assistant.asked == []


Typed = Callable[[str, Chat], None]


@pytest.fixture
def history() -> InMemoryHistory:
    return InMemoryHistory()


@pytest.fixture
def type_in(history: InMemoryHistory) -> Typed:
    """Types into a terminal that is none, until the lines end."""

    def typed(lines: str, conversation: Chat) -> None:
        with closing(create_pipe_input()) as keys, create_app_session(keys, DummyOutput()):
            keys.send_text(lines)
            talk(conversation, history)

    return typed


def test_lines_are_answered_until_the_end(
    type_in: Typed, conversation: Chat, capsys: pytest.CaptureFixture[str]
) -> None:
    type_in(f"{TEXT}\r:known\r:quit\r", conversation)
    assert capsys.readouterr().out.splitlines() == [
        *HELP.splitlines(),
        *"\n".join(Chat(Assistant(), LIBRARY).turn(TEXT)).splitlines(),
        *conversation.turn(":known"),
    ]


def test_the_lines_come_back_with_the_arrows(
    type_in: Typed, conversation: Chat, history: InMemoryHistory
) -> None:
    type_in(f"{TEXT}\r#1\r\x04", conversation)
    assert history.get_strings() == [TEXT, "#1"]


def test_control_c_clears_the_line_and_control_d_ends(
    type_in: Typed, conversation: Chat, assistant: Assistant
) -> None:
    type_in("β2M 60\x03β2M 6.1\r\x04", conversation)
    assert assistant.asked == ["β2M 6.1"]


def test_an_answer_that_does_not_come_ends_nothing(
    type_in: Typed, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(text: str) -> Answer:
        raise Stop("no answer from the assistant")

    type_in("β2M 6.1\r:quit\r", Chat(fails, LIBRARY))
    assert capsys.readouterr().err == (
        "b2m: no answer from the assistant. Try again, or end with :quit.\n"
    )
