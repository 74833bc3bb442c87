"""Who is answered, and where: workspaces, channels, and people of other organizations."""

import pytest

from addons.slack_channel.access import refusal
from addons.slack_channel.events import Origin
from addons.slack_channel.settings import Settings

HOME = frozenset(("T1", "E1"))


def origin(channel: str = "C1", user_team: str = "T1", homes: frozenset[str] = HOME) -> Origin:
    return Origin("T1", homes, channel, "U1", user_team)


def settings(**more: object) -> Settings:
    tokens = {"bot_token": "xoxb-1", "signing_secret": "s", "app_token": None}
    return Settings(**(tokens | more))  # type: ignore[arg-type]  # as the tests give it


@pytest.mark.parametrize(
    ("asked", "allowed", "reason"),
    [
        (origin(), settings(), None),
        (origin(user_team="E1"), settings(), None),
        (origin(user_team=""), settings(), None),
        (origin(user_team="T9"), settings(), "user"),
        (origin(user_team="T9"), settings(external_users=True), None),
        (origin(user_team="T9"), settings(workspaces=frozenset(("T1", "T9"))), None),
        (origin(), settings(workspaces=frozenset(("T1",))), None),
        (origin(), settings(workspaces=frozenset(("E1",))), None),
        (origin(), settings(workspaces=frozenset(("T2",))), "workspace"),
        (origin(), settings(channels=frozenset(("C1",))), None),
        (origin("C2"), settings(channels=frozenset(("C1",))), "channel"),
        (origin("D2"), settings(channels=frozenset(("C1",))), None),
        (origin(""), settings(channels=frozenset(("C1",))), None),
    ],
)
def test_who_is_refused(asked: Origin, allowed: Settings, reason: str | None) -> None:
    assert refusal(asked, allowed) == reason
