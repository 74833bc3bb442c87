"""What is sent to Slack: answers and the few words around them, as messages without surprises."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import TypeAdapter

from b2m_core.contract.codes import Audience
from b2m_core.contract.models import Answer, Observation
from b2m_core.knowledge.library import Library
from b2m_core.rendering.block_kit import (
    MAX_MESSAGE_TEXT,
    Block,
    context,
    escaped,
    mrkdwn,
    packed,
    plain,
    size,
)
from b2m_core.rendering.slack import blocks, more

Message = dict[str, Any]

_OBSERVATIONS: TypeAdapter[tuple[Observation, ...]] = TypeAdapter(tuple[Observation, ...])


@dataclass(frozen=True)
class Rendered:
    """A message in blocks, and in words for a Slack that refuses the blocks."""

    blocks: Sequence[Block] | None
    words: str


class Messages:
    """Renders answers with the labels of their audience."""

    def __init__(self, library: Library) -> None:
        self._labels = {audience: library.labels(audience) for audience in get_args(Audience)}
        self._slack = library.phrases.slack

    def answer(
        self,
        answer: Answer,
        *,
        asked: str | None = None,
        has_files: bool = False,
        aside: str | None = None,
    ) -> Rendered:
        """An answer; ``asked`` is what a button said, ``aside`` the id of a private conversation.

        A private answer can be shared, and its buttons name its conversation. That a message
        ``has_files``, which nobody read, is said before the answer.
        """
        notes = [self._slack.files_unread] if has_files else []
        if asked is not None:
            notes.append(self._slack.asked.replace("{text}", asked))
        before = [block for note in notes for block in context([plain(note)])]
        labels = self._labels[answer.audience]
        made = blocks(answer, labels, shareable=aside is not None, before=before)
        if aside is not None:
            for number, block in enumerate(made or ()):
                if block["type"] == "actions":
                    block["block_id"] = f"{aside}:{number}"
        return Rendered(made, "\n\n".join([*notes, answer.text]))

    def shared(self, answer: Answer, user: str) -> Rendered:
        """An answer for everybody in a channel, with the name of the user who shows it."""
        by = mrkdwn(escaped(self._slack.shared).replace("{user}", f"<@{user}>"))
        made = blocks(answer, self._labels[answer.audience], before=list(context([by])))
        return Rendered(made, answer.text)

    def named(self, observations: Sequence[Observation]) -> str:
        """What is known of a patient, as a text."""
        labels = self._labels["clinician"]
        return "\n".join(labels.named(seen) for seen in observations)

    def more(self, answer: Answer, part: str) -> list[Message]:
        """What a button shows more of an answer."""
        return [
            self.message(Rendered(made, ""))
            for made in more(answer, self._labels[answer.audience], part)
        ]

    def working(self) -> Message:
        """What stands where the answer will be."""
        return {**PLAIN, "text": escaped(self._slack.working)}

    def taken_back(self) -> Message:
        """What stands in place of an answer that was taken back and may not be deleted."""
        return self.said(self._slack.taken_back)

    def private_chart(self) -> Message:
        """What stands over the chart of an answer that only one user sees."""
        return self.said(self._slack.private_chart)

    def cannot_share(self) -> Message:
        """Why an answer was not shared."""
        return self.said(self._slack.cannot_share)

    def said(self, words: str) -> Message:
        """Words alone."""
        return {**PLAIN, "text": escaped(words)}

    def message(self, rendered: Rendered) -> Message:
        """The message to send, in blocks; its own text names no value, for locked screens show it.

        Raises ``ValueError`` where there are no blocks.
        """
        if rendered.blocks is None:
            raise ValueError("this can only be said in words")
        return {
            **PLAIN,
            "text": escaped(self._slack.notification),
            "blocks": list(rendered.blocks),
        }

    def in_words(self, words: str) -> list[Message]:
        """An answer without blocks, in as many messages as its words take."""
        return [{**PLAIN, "text": text, "blocks": []} for text in _parts(words, MAX_MESSAGE_TEXT)]

    def first_words(self, words: str) -> tuple[Message, bool]:
        """An answer without blocks in one message, and whether it is whole.

        Where it is not, the message says that a file holds all of it.
        """
        whole = self.in_words(words)
        if len(whole) == 1:
            return whole[0], True
        end = "\n\n" + escaped(self._slack.more_in_file)
        first = next(_parts(words, MAX_MESSAGE_TEXT - size(end)))
        return {**PLAIN, "text": first + end, "blocks": []}, False


def _parts(words: str, limit: int) -> Iterator[str]:
    return packed(escaped(words).split("\n\n"), limit, between="\n\n")


def to_text(observations: Sequence[Observation]) -> str:
    """Observations as a post of ours carries them: no word of the user's beside the values."""
    bare = tuple(seen.model_copy(update={"as_written": ""}) for seen in observations)
    return _OBSERVATIONS.dump_json(bare).decode()


def from_text(text: str) -> tuple[Observation, ...]:
    """The observations that a post of ours carries. Raises ``ValueError`` for anything else."""
    return _OBSERVATIONS.validate_json(text)


PLAIN: Message = {
    "mrkdwn": False,
    "parse": "none",
    "link_names": False,
    "unfurl_links": False,
    "unfurl_media": False,
}
"""Slack makes nothing of a text by itself."""
