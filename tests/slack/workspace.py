"""What a workspace of the fake Slack holds: messages, files, views, what is private."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

TEAM, BOT, BOT_ID = "T0HOME", "U0BOT", "B0BOT"
BOT_TOKEN = "xoxb-fake"  # noqa: S105 (opens nothing)
APP_TOKEN = "xapp-fake"  # noqa: S105 (opens nothing)
SECRET = "a-fake-signing-secret"  # noqa: S105 (signs nothing else)


@dataclass
class Message:
    """A message as it stands, or stood."""

    channel: str
    ts: str
    thread: str
    user: str
    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    metadata: dict[str, Any] = field(default_factory=dict)
    edits: int = 0
    team: str = TEAM
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def is_own(self) -> bool:
        """Whether the assistant posted it."""
        return self.user == BOT

    @property
    def key(self) -> str:
        """Which message it answers, as the assistant noted."""
        return str(self.metadata.get("event_payload", {}).get("key", ""))

    @property
    def shown(self) -> str:
        """Every text of its blocks, or its own where it has none."""
        texts = list(_texts(self.blocks))
        return "\n".join(texts) if texts else self.text

    def part(self, heading: str) -> list[str]:
        """The lines below a heading of the answer."""
        blocks = iter(self.blocks)
        for block in blocks:
            if block["type"] == "section" and block["text"]["text"] == f"*{heading}*":
                lines = next(blocks)["text"]["text"].split("\n")
                return [line.removeprefix("• ") for line in lines]
        return []

    def button(self, label: str) -> dict[str, Any]:
        """The button with this label."""
        elements = [e for b in self.blocks if b["type"] == "actions" for e in b["elements"]]
        (found,) = [e for e in elements if e.get("text", {}).get("text") == label]
        block = next(b for b in self.blocks if found in b.get("elements", ()))
        return {**found, "block_id": block.get("block_id", "x")}

    def as_slack(self) -> dict[str, Any]:
        """As the Web API and the events show it."""
        said: dict[str, Any] = {"type": "message", "ts": self.ts, "text": self.text, **self.extra}
        if self.is_own:
            said |= {"user": BOT, "bot_id": BOT_ID, "blocks": self.blocks}
        else:
            said |= {"user": self.user, "team": self.team}
        if self.metadata:
            said["metadata"] = self.metadata
        if self.thread != self.ts:
            said["thread_ts"] = self.thread
        return said


def _texts(blocks: list[dict[str, Any]]) -> list[str]:
    found = []
    for block in blocks:
        for holder in (block, *block.get("elements", ())):
            text = holder.get("text")
            if isinstance(text, dict):
                found.append(text["text"])
            elif isinstance(text, str):
                found.append(text)
    return found


@dataclass
class Workspace:
    """Everything that is there, and everything that was."""

    messages: dict[tuple[str, str], Message] = field(default_factory=dict)
    private: list[dict[str, Any]] = field(default_factory=list)
    views: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    archived: set[str] = field(default_factory=set)
    not_in: set[str] = field(default_factory=set)
    keeps_all: bool = False
    clock: Any = field(default_factory=lambda: count(1))

    def ts(self) -> str:
        """The next id of a message."""
        return f"{1_700_000_000 + next(self.clock)}.000100"

    def posted(self) -> list[tuple[tuple[str, str], Message]]:
        """All messages in order, by channel and id; another thread may post while they are read."""
        return sorted(self.messages.copy().items())

    def has_thread(self, channel: str, thread: str) -> bool:
        """Whether this channel has the message that the thread begins with, or did have it."""
        return any(
            where == channel and message.thread == thread for (where, _), message in self.posted()
        )

    def own(self, channel: str, thread: str | None = None) -> list[Message]:
        """Our posts in a channel or thread, in order."""
        return [
            message
            for (where, _), message in self.posted()
            if where == channel and message.is_own and thread in (None, message.thread)
        ]

    def answers(self, asked: Message) -> list[Message]:
        """Our posts that answer this message."""
        return [one for one in self.own(asked.channel, asked.thread) if one.key == asked.ts]
