"""What is sent to Slack: answers and the few words around them, as messages without surprises."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

from b2m_core.contract.codes import Audience
from b2m_core.contract.models import Answer
from b2m_core.knowledge.library import Library
from b2m_core.rendering.block_kit import Block, context, escaped, mrkdwn, plain
from b2m_core.rendering.slack import blocks, more

Message = dict[str, Any]


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
        self, answer: Answer, *, asked: str | None = None, aside: str | None = None
    ) -> Rendered:
        """An answer; ``asked`` is what a button said, ``aside`` the id of a private conversation.

        A private answer can be shared, and its buttons name its conversation.
        """
        made = blocks(answer, self._labels[answer.audience], shareable=aside is not None)
        before: list[Block] = []
        if asked is not None:
            before = list(context([plain(self._slack.asked.replace("{text}", asked))]))
        if aside is not None:
            for number, block in enumerate(made or ()):
                if block["type"] == "actions":
                    block["block_id"] = f"{aside}:{number}"
        return Rendered(None if made is None else [*before, *made], answer.text)

    def shared(self, answer: Answer, user: str) -> Rendered:
        """An answer for everybody in a channel, with the name of the user who shows it."""
        rendered = self.answer(answer)
        by = mrkdwn(escaped(self._slack.shared).replace("{user}", f"<@{user}>"))
        if rendered.blocks is None:
            return rendered
        return Rendered([*context([by]), *rendered.blocks], rendered.words)

    def known(self, answer: Answer) -> list[str]:
        """What an answer says of the patient, to be read again: no other word of the user's."""
        labels = self._labels["clinician"]
        lines = [
            labels.named(seen) + (f" ({seen.effective.isoformat()})" if seen.effective else "")
            for seen in answer.observations
        ]
        return ["\n".join(lines)] if lines else []

    def more(self, answer: Answer, part: str) -> Rendered:
        """What a button shows more of an answer."""
        return Rendered(more(answer, self._labels[answer.audience], part), answer.text)

    def working(self) -> Message:
        """What stands where the answer will be."""
        return {**PLAIN, "text": escaped(self._slack.working)}

    def cannot_share(self) -> Message:
        """Why an answer was not shared."""
        return self.said(self._slack.cannot_share)

    def said(self, words: str) -> Message:
        """Words alone."""
        return {**PLAIN, "text": escaped(words)}

    def message(self, rendered: Rendered, *, in_words: bool = False) -> Message:
        """The message to send; its own text names no value, for it shows on locked screens."""
        if in_words or rendered.blocks is None:
            return {**PLAIN, "text": escaped(rendered.words), "blocks": []}
        return {
            **PLAIN,
            "text": escaped(self._slack.notification),
            "blocks": list(rendered.blocks),
        }


PLAIN: Message = {
    "mrkdwn": False,
    "parse": "none",
    "link_names": False,
    "unfurl_links": False,
    "unfurl_media": False,
}
"""Slack makes nothing of a text by itself."""
