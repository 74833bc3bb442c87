"""Which scope Slack wants for what, as it documents; and which ones the manifest asks for.

Sources: https://docs.slack.dev/reference/methods and https://docs.slack.dev/reference/events.
"""

from typing import Any

import yaml

from tests.conftest import PROJECT

HISTORY = {"C": "channels:history", "G": "groups:history", "D": "im:history"}

SCOPES: dict[str, str | None] = {
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "chat.delete": "chat:write",
    "chat.postEphemeral": "chat:write",
    "conversations.replies": None,
    "files.getUploadURLExternal": "files:write",
    "files.completeUploadExternal": "files:write",
    "files.delete": "files:write",
}
"""By method; to read a thread takes the scope of its kind of channel, and the rest needs none."""

HEARD = {
    "app_mention": {"app_mentions:read"},
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "message.im": {"im:history"},
    "app_home_opened": set[str](),
}
"""By event."""


def scope_of(method: str, arguments: dict[str, Any]) -> str:
    """The scope that a call needs."""
    return SCOPES[method] or HISTORY[arguments["channel"][0]]


def manifest() -> Any:
    """The app's manifest."""
    return yaml.safe_load((PROJECT / "deploy" / "slack" / "manifest.yml").read_text())


def granted() -> set[str]:
    """What an installed app may do."""
    return set(manifest()["oauth_config"]["scopes"]["bot"])
