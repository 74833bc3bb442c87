"""The manifest asks for what the channel uses, and for nothing else."""

import re

from addons.slack_channel.events import SHORTCUT
from tests.conftest import PROJECT
from tests.slack.scopes import HEARD, HISTORY, SCOPES, granted, manifest

ROOMS = PROJECT / "addons" / "slack_channel"
MANIFEST = manifest()
UPLOAD = {"files.getUploadURLExternal", "files.completeUploadExternal"}
"""What ``files_upload_v2`` of slack_sdk calls."""
WITHOUT_SCOPE = {"views.publish"}


def called() -> set[str]:
    """The methods of the Web API that the channel calls."""
    code = "\n".join(path.read_text() for path in ROOMS.glob("*.py"))
    named = set(re.findall(r'"((?:chat|conversations|files|users|views)\.[A-Za-z.]+)"', code))
    return named | (UPLOAD if ".files_upload_v2(" in code else set())


def test_every_scope_is_used_and_none_is_missing() -> None:
    """For reading threads: a scope for each kind of channel whose messages are heard."""
    assert called() <= set(SCOPES) | WITHOUT_SCOPE
    used = {scope for method in called() if (scope := SCOPES.get(method))}
    heard = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    scopes = used.union({"commands"}, *(HEARD[event] for event in heard))
    assert granted() == scopes
    assert "conversations.replies" in called()
    assert set(HISTORY.values()) <= scopes


def test_the_shortcut_is_the_one_that_is_understood() -> None:
    (shortcut,) = MANIFEST["features"]["shortcuts"]
    assert shortcut["callback_id"] == SHORTCUT


def test_names_are_as_short_as_slack_wants_them() -> None:
    """https://docs.slack.dev/reference/app-manifest: the longest that each may be."""
    information = MANIFEST["display_information"]
    (command,) = MANIFEST["features"]["slash_commands"]
    (shortcut,) = MANIFEST["features"]["shortcuts"]
    assert len(information["name"]) <= 35
    assert len(information["description"]) <= 140
    assert len(MANIFEST["features"]["bot_user"]["display_name"]) <= 80
    assert len(command["command"]) <= 32
    assert len(command["description"]) <= 2000
    assert len(shortcut["name"]) <= 24
    assert len(shortcut["description"]) <= 150
