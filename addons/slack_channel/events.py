"""What happened in Slack, from its payloads: https://docs.slack.dev/reference/events.

Pure functions; ``None`` stands for what is no matter of ours. Both ways in, HTTP and Socket Mode,
bring the same payloads.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from addons.slack_channel.typed import mentions, shown, typed, typed_message

Payload = Mapping[str, Any]

PLAIN_SUBTYPES: Final = frozenset((None, "file_share", "thread_broadcast", "me_message"))
"""Messages that a person wrote; all other subtypes are Slack's own notes."""

SHORTCUT: Final = "interpret"

_BEGINS_WITH_NUMBER: Final = re.compile(r"[<>=~≤≥]*\s*[0-9]")


@dataclass(frozen=True)
class Origin:
    """Who did something, and where: all ids are of workspaces or of organizations.

    ``homes`` are what we are installed in, ``places`` where it happened: in a channel that
    organizations share, that is the one whose channel it is. ``user_homes`` are the user's own.
    """

    homes: frozenset[str]
    places: frozenset[str]
    channel: str
    user: str
    user_homes: frozenset[str]

    @property
    def is_direct(self) -> bool:
        """Whether it is a direct message."""
        return self.channel.startswith("D")


@dataclass(frozen=True)
class Said:
    """Somebody wrote a message; ``key`` is its id, ``thread`` that of the thread's first.

    ``has_files``: files or pictures hang on it, which nobody reads. ``edited`` is the time of its
    last edit, as Slack gives it; empty where there was none.
    """

    origin: Origin
    key: str
    thread: str
    text: str
    mentioned: bool
    has_files: bool = False
    edited: str = ""

    @property
    def is_for_us(self) -> bool:
        """Whether it is for us wherever it stands."""
        return self.origin.is_direct or self.mentioned

    @property
    def is_reply(self) -> bool:
        """Whether it stands below another message."""
        return self.thread != self.key


@dataclass(frozen=True)
class Edited:
    """Somebody changed a message: what it says now."""

    said: Said


@dataclass(frozen=True)
class Deleted:
    """Somebody deleted a message."""

    origin: Origin
    key: str
    thread: str


@dataclass(frozen=True)
class Pressed:
    """Somebody pressed a button, or chose something, below a message."""

    origin: Origin
    key: str
    action: str
    value: str
    thread: str
    message: str
    aside: str | None
    reply_url: str


@dataclass(frozen=True)
class Asked:
    """Somebody asks for an answer that only they see: a command, or a shortcut on a message.

    ``has_files``: files or pictures hang on the message, which nobody reads.
    """

    origin: Origin
    key: str
    text: str
    reply_url: str
    has_files: bool = False


@dataclass(frozen=True)
class HomeOpened:
    """Somebody opened the assistant's own page."""

    origin: Origin


Event = Said | Edited | Deleted | Pressed | Asked | HomeOpened


def of_event(payload: Payload, bot_user: str | None) -> Event | None:
    """What an event of the Events API says."""
    event = payload.get("event") or {}
    match event.get("type"):
        case "app_mention":
            return _said(payload, event, event, bot_user)
        case "message":
            return _message(payload, event, bot_user)
        case "app_home_opened" if event.get("tab") == "home":
            return HomeOpened(_origin(payload, event, event))
    return None


def bot_user_of(payload: Payload) -> str | None:
    """Our own user's id, as an event names it."""
    for one in payload.get("authorizations") or ():
        if one.get("is_bot"):
            return str(one.get("user_id"))
    return None


def homes_of(payload: Payload) -> frozenset[str]:
    """The workspace and the organization that we are installed in, as an event names them.

    The event's own ``team_id`` may be that of another organization (java-slack-sdk, issue 629).
    """
    holders = payload.get("authorizations") or (payload,)
    return _ids(*(one.get(name) for one in holders for name in ("team_id", "enterprise_id")))


def of_interaction(payload: Payload, homes: frozenset[str]) -> Event | None:
    """What a button or a shortcut says; ``homes`` are what we are installed in, where known."""
    match payload.get("type"):
        case "block_actions":
            return _pressed(payload, homes)
        case "message_action" if payload.get("callback_id") == SHORTCUT:
            message = payload.get("message") or {}
            return Asked(
                _actor(payload, homes),
                str(payload.get("trigger_id")),
                shown(message),
                str(payload.get("response_url") or ""),
                has_files=bool(message.get("files")),
            )
    return None


def of_command(payload: Payload, homes: frozenset[str]) -> Event:
    """What a slash command says; ``homes`` are what we are installed in, where known."""
    used_in = _ids(payload.get("team_id"), payload.get("enterprise_id"))
    origin = Origin(
        homes or used_in,
        used_in,
        str(payload.get("channel_id") or ""),
        str(payload.get("user_id") or ""),
        used_in,
    )
    text = typed(str(payload.get("text") or ""))
    if _BEGINS_WITH_NUMBER.match(text):  # the command's own name says of what
        text = f"{str(payload.get('command') or '').removeprefix('/')} {text}"
    url = str(payload.get("response_url") or "")
    return Asked(origin, str(payload.get("trigger_id")), text, url)


def _message(payload: Payload, event: Payload, bot_user: str | None) -> Event | None:
    subtype = event.get("subtype")
    if subtype == "message_changed":
        now, before = event.get("message") or {}, event.get("previous_message") or {}
        if now.get("subtype") == "tombstone":
            return _deleted(payload, event, before or now)
        said = _said(payload, event, now, bot_user)
        if said is None or _says_the_same(now, before):
            return None  # a link was unfurled, a reply was counted
        return Edited(said)
    if subtype == "message_deleted":
        before = event.get("previous_message") or {}
        return _deleted(payload, event, {"ts": event.get("deleted_ts"), **before})
    return _said(payload, event, event, bot_user)


def _says_the_same(now: Payload, before: Payload) -> bool:
    """Whether neither the text, mentions and all, nor a pasted table changed."""
    same_text = now.get("text") == before.get("text")
    return same_text and typed_message(now, None) == typed_message(before, None)


def is_from_person(message: Payload) -> bool:
    """Whether a person wrote this; our own messages and those of other bots are not answered."""
    return (
        not message.get("bot_id")
        and not message.get("bot_profile")
        and bool(message.get("user"))
        and message.get("subtype") in PLAIN_SUBTYPES
    )


def of_history(
    message: Payload, channel: str, homes: frozenset[str], bot_user: str | None
) -> Said | None:
    """What a message of a thread says that was fetched and not sent to us."""
    team = min(homes, default="")
    payload = {"team_id": team, "authorizations": [{"team_id": home} for home in sorted(homes)]}
    return _said(payload, {"channel": channel}, message, bot_user)


def _said(payload: Payload, event: Payload, message: Payload, bot_user: str | None) -> Said | None:
    if not is_from_person(message) or message.get("user") == bot_user:
        return None
    key = str(message.get("ts"))
    return Said(
        _origin(payload, event, message),
        key,
        str(message.get("thread_ts") or key),
        typed_message(message, bot_user),
        mentions(str(message.get("text") or ""), bot_user),
        has_files=bool(message.get("files")),
        edited=str((message.get("edited") or {}).get("ts") or ""),
    )


def _deleted(payload: Payload, event: Payload, message: Payload) -> Deleted | None:
    if message.get("bot_id"):
        return None
    key = str(message.get("ts"))
    return Deleted(_origin(payload, event, message), key, str(message.get("thread_ts") or key))


def _origin(payload: Payload, event: Payload, message: Payload) -> Origin:
    homes = homes_of(payload)
    team, enterprise = payload.get("team_id"), payload.get("enterprise_id")
    names = ("user_team", "source_team", "team")
    user_team = next((message[name] for name in names if message.get(name)), None)
    user_homes = _ids(user_team, enterprise if user_team == team else None)
    if payload.get("is_ext_shared_channel") is False:
        user_homes = homes  # only an organization's own people can be there
    return Origin(
        homes,
        homes | _ids(team, enterprise),
        str(event.get("channel") or ""),
        str(message.get("user") or event.get("user") or ""),
        user_homes,
    )


def _actor(payload: Payload, homes: frozenset[str]) -> Origin:
    team, enterprise = ((payload.get(name) or {}).get("id") for name in ("team", "enterprise"))
    user = payload.get("user") or {}
    return Origin(
        homes or _ids(team, enterprise),
        homes | _ids(team, enterprise),
        str((payload.get("channel") or {}).get("id") or ""),
        str(user.get("id") or ""),
        _ids(user.get("team_id") or team, enterprise),
    )


def _ids(*given: object) -> frozenset[str]:
    return frozenset(str(one) for one in given if one)


def _pressed(payload: Payload, homes: frozenset[str]) -> Pressed | None:
    actions = payload.get("actions") or [{}]
    action, container = actions[0], payload.get("container") or {}
    chosen = (action.get("selected_option") or {}).get("value")
    message = str(container.get("message_ts") or "")
    block = str(action.get("block_id") or "")
    user = str((payload.get("user") or {}).get("id") or "")
    return Pressed(
        _actor(payload, homes),
        key=f"{action.get('action_ts')}:{user}",
        action=str(action.get("action_id") or ""),
        value=str(chosen or action.get("value") or ""),
        thread=str(container.get("thread_ts") or message),
        message=message,
        aside=block.partition(":")[0] if container.get("is_ephemeral") else None,
        reply_url=str(payload.get("response_url") or ""),
    )
