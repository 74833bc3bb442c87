"""A conversation with the core alone: the intent is given, the text is really read."""

from datetime import date

from b2m_core.contract.codes import Audience
from b2m_core.contract.models import Answer, Finding
from b2m_core.conversation.turn import Conversation, Turn
from b2m_core.knowledge.library import load_library
from b2m_core.reading.reader import Reader
from b2m_core.respond import respond

LIBRARY = load_library()
READER = Reader(LIBRARY)
DAY = date(2026, 11, 22)


class Talk:
    """Says one thing after the other and keeps the conversation in between, as JSON does."""

    def __init__(self, *said: str, audience: Audience = "clinician") -> None:
        """``said`` are messages with values that come first."""
        self.conversation = Conversation()
        self.audience = audience
        for text in said:
            self.say(text)

    def say(self, text: str, intent: str = "give_values", ranking: tuple[str, ...] = ()) -> Answer:
        """The answer to the next message."""
        turn = Turn(
            intent=intent,
            ranking=ranking,
            reading=READER.read(text, DAY),
            today=DAY,
            audience=self.audience,
        )
        answer, after = respond(turn, self.conversation, LIBRARY)
        self.conversation = Conversation.model_validate_json(after.model_dump_json())
        assert self.conversation == after
        return answer


def finding(answer: Answer, rule: str) -> Finding:
    """The one finding of a rule."""
    (found,) = [finding for finding in answer.findings if finding.rule == rule]
    return found


def values(answer: Answer) -> dict[str, str]:
    """What is known of the patient, one value of each code."""
    return {observed.code: str(observed.value) for observed in answer.observations}
