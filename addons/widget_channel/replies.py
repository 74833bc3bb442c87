"""What the channel says of an answer, beside the answer itself."""

from typing import get_args

from b2m_core.contract.codes import Audience
from b2m_core.contract.labels import Labels
from b2m_core.contract.models import Answer
from b2m_core.knowledge.library import Library
from b2m_core.rendering.words import Opening, opening, words
from b2m_core.respond import notice

JsonObject = dict[str, object]


class Replies:
    """Answers as the widget reads them, in the words of each audience."""

    def __init__(self, library: Library) -> None:
        self.labels = {audience: library.labels(audience) for audience in get_args(Audience)}
        self._failures = [notice(code, library) for code in ("failed", "slow")]
        replies = library.phrases.replies.values()
        self._urgent = {
            reply.text.for_audience(audience)
            for reply in replies
            for audience in get_args(Audience)
            if reply.alone
        }
        self._forgetting = {
            reply.text.for_audience(audience)
            for reply in replies
            for audience in get_args(Audience)
            if reply.forgets
        }

    def reply(self, answer: Answer) -> JsonObject:
        """The answer, what it says before its parts, all of it as a note, and what it is."""
        labels = self.labels[answer.audience]
        said = opening(answer, labels)
        return {
            "answer": answer.model_dump(mode="json"),
            "opening": said.opening,
            "note": note(answer, said, labels),
            "explains": said.explains,
            "urgent": answer.text in self._urgent,
            "forgets": not self._forgetting.isdisjoint(said.opening.split("\n\n")),
            "again": self.is_failure(answer),
        }

    def is_failure(self, answer: Answer) -> bool:
        """Whether the turn failed, so that the same message may be played anew."""
        return answer in self._failures


def note(answer: Answer, said: Opening, labels: Labels) -> str:
    """Say the whole answer as a text for a patient's notes, which ask nothing."""
    silent = answer.model_copy(update={"questions": ()})
    return words(silent, said.opening, labels, explain=said.explains)
