"""``b2m chat``: the same conversation in the terminal.

A button is pressed by its number behind ``#``: a bare number is a value, and ``2`` for an ECOG of 2
must never press the second button. What was typed is remembered until the end and in no file.
"""

import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack

from prompt_toolkit import PromptSession
from prompt_toolkit.history import History, InMemoryHistory

from b2m_cli.assistant import ask, running_url, started
from b2m_cli.errors import BadInput, Stop
from b2m_cli.inputs import check_text
from b2m_cli.knowledge import knowledge
from b2m_cli.read import table
from b2m_cli.servers import Asked
from b2m_core.contract.models import Answer
from b2m_core.knowledge.library import Library

HELP = (
    "#1 presses the first button, :known shows what is known, :help this, :quit (or Ctrl-D) ends."
)
PROMPT = "You: "
MOST_IN_THE_BAR = 6


class Chat:
    """One conversation: a line typed, the lines shown. ``ask`` sends a message and gets its answer.

    Needs no terminal.
    """

    def __init__(self, ask: Callable[[str], Answer], library: Library) -> None:
        self._ask = ask
        self._library = library
        self._answer: Answer | None = None

    @property
    def buttons(self) -> tuple[str, ...]:
        """The quick replies of the last answer, in the order of their numbers."""
        questions = self._answer.questions if self._answer else ()
        return tuple(dict.fromkeys(option for one in questions for option in one.options))

    @property
    def known(self) -> str:
        """What is known of the patient, in a line: the last of it where there is much."""
        if self._answer is None or not self._answer.observations:
            return ""
        labels = self._library.labels(self._answer.audience)
        named = [labels.named(observation) for observation in self._answer.observations]
        more = ["…"] if len(named) > MOST_IN_THE_BAR else []
        return " · ".join((*more, *named[-MOST_IN_THE_BAR:]))

    def turn(self, typed: str) -> Iterator[str]:
        """The lines to show for a line typed. Raises ``EOFError`` when the conversation is over."""
        typed = typed.strip()
        if typed == ":quit":
            raise EOFError
        if typed.startswith(":"):
            yield from self._command(typed)
            return
        if typed.startswith("#") and typed[1:].isdecimal():
            place = int(typed[1:])
            if not 0 < place <= len(self.buttons):
                yield f"There is no button {typed}."
                return
            typed = self.buttons[place - 1]
            yield f"{PROMPT}{typed}"
        if typed:
            yield from self._said(check_text(typed))

    def _said(self, text: str) -> Iterator[str]:
        self._answer = self._ask(text)
        yield ""
        yield self._answer.text
        yield ""
        for number, button in enumerate(self.buttons, start=1):
            yield f"  #{number}  {button}"

    def _command(self, typed: str) -> Iterator[str]:
        if typed != ":known":
            yield HELP
        elif self._answer is None or not self._answer.observations:
            yield "Nothing is known yet."
        else:
            labels = self._library.labels(self._answer.audience)
            yield from table(self._answer.observations, labels)


def chat(today: str | None) -> int:
    """Talk until Ctrl-D: with the running assistant, else, or with a day of its own, with one that
    is started for it."""
    library = knowledge()
    url = None if today else running_url()
    with ExitStack() as open_:
        if url is None:
            print("No assistant is running: one is started, which takes half a minute.", flush=True)
            try:
                url = open_.enter_context(started(today))
            except Asked:
                return 130
        sender = f"b2m-chat-{uuid.uuid4()}"
        talk(
            Chat(lambda text: Answer.model_validate(ask(url, sender, text)), library),
            InMemoryHistory(),
        )
    return 0


def talk(conversation: Chat, history: History) -> None:
    """Read lines and show what comes, until the input ends."""
    session: PromptSession[str] = PromptSession(history=history, reserve_space_for_menu=0)
    print(HELP)
    while True:
        try:
            typed = session.prompt(PROMPT, bottom_toolbar=lambda: conversation.known or None)
            for line in conversation.turn(typed):
                print(line)
        except KeyboardInterrupt:
            continue  # Ctrl-C clears the line
        except EOFError:
            return
        except BadInput as refused:
            print(f"b2m: {refused}", file=sys.stderr)
        except Stop as stop:
            print(f"b2m: {stop}. Try again, or end with :quit.", file=sys.stderr)
