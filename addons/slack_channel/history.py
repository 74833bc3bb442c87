"""What stands in a thread: Slack is the store, so nothing of it is kept here.

A post of ours carries which message it answers, and what a button said, as the metadata of the
message; users do not see it. A post that begins a thread of its own carries the values it shows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from addons.slack_channel.web_api import Refused, WebApi

EVENT_TYPE: Final = "b2m_answer"
PAGE: Final = 200
GONE: Final = frozenset(("thread_not_found", "channel_not_found", "message_not_found"))


def metadata(key: str, *, said: str = "", known: str = "") -> dict[str, Any]:
    """What a post of ours carries: the ``key`` it answers, and one of two things.

    ``said`` is what a button said for it. ``known`` are the observations that it shows, where no
    message of its thread says them.
    """
    carried = {"key": key, "said": said, "known": known}
    return {
        "event_type": EVENT_TYPE,
        "event_payload": {name: text for name, text in carried.items() if text},
    }


@dataclass(frozen=True)
class Own:
    """A post of ours in a thread; ``at`` is when it was changed last."""

    ts: str
    at: str
    key: str
    said: str
    known: str


@dataclass(frozen=True)
class History:
    """A thread's messages by people, and our own posts by the key that they answer."""

    people: list[Mapping[str, Any]] = field(default_factory=list)
    own: dict[str, Own] = field(default_factory=dict)
    root_is_own: bool = False

    @property
    def answers_to_nothing(self) -> set[str]:
        """The keys of deleted messages whose answers still stand; Slack may keep a tombstone."""
        written = {str(one.get("ts")) for one in self.people if one.get("subtype") != "tombstone"}
        answered = {key for key, own in self.own.items() if not own.known and ":" not in key}
        return answered - written


async def read_history(api: WebApi, channel: str, thread: str) -> History:
    """Fetch a thread; one that is not there is empty. Raises as ``WebApi.call`` does."""
    history = History()
    cursor, root_is_own = "", False
    while True:
        try:
            page = await api.read(
                "conversations.replies",
                channel=channel,
                ts=thread,
                limit=PAGE,
                include_all_metadata="true",
                **({"cursor": cursor} if cursor else {}),
            )
        except Refused as refused:
            if refused.code not in GONE:
                raise
            return history
        for message in page.get("messages") or ():
            own = own_of(message)
            if own is None:
                history.people.append(message)
            else:
                history.own[own.key] = own
                root_is_own |= own.ts == thread
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return History(history.people, history.own, root_is_own)


def own_of(message: Mapping[str, Any]) -> Own | None:
    """What a post of ours carries; ``None`` for any other message."""
    carried = message.get("metadata") or {}
    payload = carried.get("event_payload") or {}
    if carried.get("event_type") != EVENT_TYPE or not payload.get("key"):
        return None
    said, known = (str(payload.get(name) or "") for name in ("said", "known"))
    ts = str(message.get("ts"))
    at = str((message.get("edited") or {}).get("ts") or ts)
    return Own(ts, at, str(payload["key"]), said, known)
