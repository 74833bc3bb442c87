"""Who is answered, and where: workspaces, channels, and people of other organizations."""

import pytest

from addons.slack_channel.access import refusal
from addons.slack_channel.events import (
    Asked,
    Edited,
    Event,
    Origin,
    Said,
    of_command,
    of_event,
    of_interaction,
)
from addons.slack_channel.settings import Settings

HOME = frozenset(("T1", "E1"))


def origin(channel: str = "C1", user_team: str = "T1") -> Origin:
    return Origin(HOME, HOME, channel, "U1", frozenset((user_team,)) - {""})


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


def heard(**more: object) -> Event | None:
    """A message in a channel, as the Events API tells of it."""
    message = {"type": "message", "channel": "C1", "user": "U1", "ts": "1.1", "text": "β2M 6.1"}
    installed = {"team_id": "T1", "enterprise_id": "E1", "user_id": "U0BOT", "is_bot": True}
    extra = {name: more.pop(name) for name in ("team", "user_team") if name in more}
    payload = {"team_id": "T1", "authorizations": [installed], "event": message | extra}
    return of_event(payload | more, "U0BOT")


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (heard(team="T1"), None),
        (heard(team="T9"), "user"),
        (heard(team="T9", is_ext_shared_channel=True), "user"),
        (heard(team="T2", is_ext_shared_channel=False), None),
        (heard(team="T2", team_id="T2", enterprise_id="E1"), None),
        (heard(team="T1", team_id="T9", is_ext_shared_channel=True), None),
        (heard(user_team="E1", team="T2", is_ext_shared_channel=True), None),
        (heard(team="T9", team_id="T9", is_ext_shared_channel=True), "user"),
    ],
)
def test_a_channel_that_another_organization_shares_makes_its_people_no_people_of_ours(
    event: Event, reason: str | None
) -> None:
    """The event's own ``team_id`` is that of the channel's organization.

    https://docs.slack.dev/apis/slack-connect; github.com/slackapi/java-slack-sdk, issue 629.
    """
    assert isinstance(event, Said)
    assert refusal(event.origin, settings()) == reason


@pytest.mark.parametrize(
    ("user_team", "team", "enterprise", "reason"),
    [
        ("T1", "T1", None, None),
        ("T2", "T1", "E1", None),
        ("T9", "T9", None, "user"),
        ("T9", "T9", "E9", "user"),
    ],
)
def test_a_button_pressed_by_somebody_of_another_organization_is_refused(
    user_team: str, team: str, enterprise: str | None, reason: str | None
) -> None:
    payload = {
        "type": "block_actions",
        "user": {"id": "U1", "team_id": user_team},
        "team": {"id": team},
        "enterprise": enterprise and {"id": enterprise},
    }
    pressed = of_interaction(payload, HOME)
    assert pressed is not None
    assert not isinstance(pressed, Edited)
    assert refusal(pressed.origin, settings()) == reason


def test_a_command_of_another_organization_is_refused() -> None:
    ours, theirs = (of_command({"team_id": team}, HOME) for team in ("T1", "T9"))
    assert isinstance(ours, Asked)
    assert isinstance(theirs, Asked)
    assert refusal(ours.origin, settings()) is None
    assert refusal(theirs.origin, settings()) == "user"
