"""Slack's settings: off when nothing is set, and one clear line when something is missing."""

import os
import re
from pathlib import Path

import pytest

from addons.slack_channel import settings as settings_room
from addons.slack_channel.channel import SlackChannel
from addons.slack_channel.settings import API, JOURNAL, BadSettings, Settings, read_settings
from tests.conftest import PROJECT
from tests.slack.conftest import environment
from tests.slack.fake import FakeSlack

DOCS = PROJECT / "docs" / "slack.md"
TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_SIGNING_SECRET": "s3"}


def test_it_is_off_when_no_secret_is_set() -> None:
    assert read_settings({}) is None
    assert read_settings({"B2M_SLACK_CHANNELS": "C1", "SLACK_BOT_TOKEN": " "}) is None


def test_everything_that_can_be_set() -> None:
    more = {
        "B2M_SLACK_WORKSPACES": "T1, E2",
        "B2M_SLACK_CHANNELS": "C1 G2",
        "B2M_SLACK_EXTERNAL_USERS": "allow",
        "B2M_SLACK_API": "https://slack-gov.com/api/",
        "B2M_SLACK_JOURNAL": "kept/here.sqlite",
    }
    assert read_settings(TOKENS | more) == Settings(
        bot_token="xoxb-1",  # noqa: S106 (opens nothing)
        app_token="xapp-1",  # noqa: S106 (opens nothing)
        signing_secret="s3",  # noqa: S106 (signs nothing)
        workspaces=frozenset(("T1", "E2")),
        channels=frozenset(("C1", "G2")),
        external_users=True,
        api="https://slack-gov.com/api/",
        journal="kept/here.sqlite",
    )


@pytest.mark.parametrize("left_out", ["SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"])
def test_one_of_the_two_ways_is_enough(left_out: str) -> None:
    settings = read_settings({name: TOKENS[name] for name in TOKENS if name != left_out})
    assert settings is not None
    given = {"SLACK_APP_TOKEN": settings.app_token, "SLACK_SIGNING_SECRET": settings.signing_secret}
    assert given[left_out] is None
    assert (settings.api, settings.journal, settings.external_users) == (API, JOURNAL, False)


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"SLACK_BOT_TOKEN": ""}, "SLACK_BOT_TOKEN is missing"),
        ({"SLACK_BOT_TOKEN": "xoxp-secret"}, "SLACK_BOT_TOKEN does not begin with xoxb-"),
        ({"SLACK_APP_TOKEN": "secret"}, "SLACK_APP_TOKEN does not begin with xapp-"),
        (
            {"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": ""},
            r"SLACK_APP_TOKEN \(Socket Mode\) or SLACK_SIGNING_SECRET \(HTTP\) is missing",
        ),
        ({"B2M_SLACK_WORKSPACES": "ward"}, "B2M_SLACK_WORKSPACES: expected ids .* got ward"),
        ({"B2M_SLACK_CHANNELS": "#ward"}, "B2M_SLACK_CHANNELS: expected ids .* got #ward"),
        ({"B2M_SLACK_EXTERNAL_USERS": "yes"}, "expected refuse or allow, got yes"),
        ({"B2M_SLACK_API": "http://slack.example/"}, "expected an address with https"),
    ],
)
def test_what_is_wrong_is_named_and_no_secret_is_repeated(
    changed: dict[str, str], complaint: str
) -> None:
    with pytest.raises(BadSettings, match=complaint) as raised:
        read_settings(TOKENS | changed)
    assert "secret" not in str(raised.value).replace("signing secret", "")


def test_every_variable_is_explained() -> None:
    named = {value for name, value in vars(settings_room).items() if name.isupper()}
    variables = {value for value in named if str(value).startswith(("SLACK_", "B2M_"))}
    explained = re.findall(r"^\| `([A-Z0-9_]+)` \|", DOCS.read_text(), re.MULTILINE)
    assert set(explained) == variables


def test_settings_do_not_show_their_secrets() -> None:
    settings = read_settings(TOKENS)
    assert "xoxb" not in repr(settings)
    assert "xapp" not in repr(settings)
    assert "s3" not in repr(settings)


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        (
            {"SLACK_BOT_TOKEN": "xoxb-revoked"},
            "Slack: Slack refuses the token in SLACK_BOT_TOKEN (invalid_auth)",
        ),
        (
            {"SLACK_APP_TOKEN": "xapp-wrong"},
            "Slack: Slack refuses the token in SLACK_APP_TOKEN (invalid_auth)",
        ),
        (
            {"SLACK_BOT_TOKEN": ""},
            "Slack: SLACK_BOT_TOKEN is missing: copy it from OAuth & Permissions of the Slack app",
        ),
    ],
)
def test_the_channel_ends_the_program_with_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    changed: dict[str, str],
    line: str,
) -> None:
    with FakeSlack() as slack:
        monkeypatch.setattr(os, "environ", environment(slack, tmp_path, **changed))
        with pytest.raises(SystemExit) as ended:
            SlackChannel.from_credentials(None)
    assert ended.value.code == 1
    assert capsys.readouterr().err == f"{line}\n"
