"""The manifest asks for what the channel uses, and for nothing else."""

import re
from typing import Any

import pytest
import yaml

from addons.slack_channel.events import SHORTCUT
from tests.conftest import PROJECT

ROOMS = PROJECT / "addons" / "slack_channel"

NEEDED = {
    "chat.": "chat:write",
    "files.": "files:write",
    "upload": "files:write",
}
"""Which scope a method needs, as https://docs.slack.dev/reference/methods names it."""

HEARD = {
    "app_mention": {"app_mentions:read"},
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "message.im": {"im:history"},
    "app_home_opened": set(),
}
"""Which scope an event needs, as https://docs.slack.dev/reference/events names it. Reading a
thread needs the scope of its messages; the page and private answers need none."""


@pytest.fixture
def manifest() -> Any:
    return yaml.safe_load((PROJECT / "deploy" / "slack" / "manifest.yml").read_text())


def test_the_scopes_are_those_that_are_needed(manifest: Any) -> None:
    code = "\n".join(path.read_text() for path in ROOMS.glob("*.py"))
    used = {
        scope
        for part, scope in NEEDED.items()
        if re.search(rf'"{re.escape(part)}|\.{part}\(', code)
    }
    heard = manifest["settings"]["event_subscriptions"]["bot_events"]
    expected = used.union({"commands"}, *(HEARD[event] for event in heard))
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == expected
    assert set(heard) == set(HEARD)


def test_the_shortcut_is_the_one_that_is_understood(manifest: Any) -> None:
    (shortcut,) = manifest["features"]["shortcuts"]
    assert shortcut["callback_id"] == SHORTCUT


def test_names_are_as_short_as_slack_wants_them(manifest: Any) -> None:
    """https://docs.slack.dev/reference/app-manifest: the longest that each may be."""
    information = manifest["display_information"]
    (command,) = manifest["features"]["slash_commands"]
    (shortcut,) = manifest["features"]["shortcuts"]
    assert len(information["name"]) <= 35
    assert len(information["description"]) <= 140
    assert len(manifest["features"]["bot_user"]["display_name"]) <= 80
    assert len(command["command"]) <= 32
    assert len(command["description"]) <= 2000
    assert len(shortcut["name"]) <= 24
    assert len(shortcut["description"]) <= 150
