"""How Slack is reached and who may ask: from the environment and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

API: Final = "https://slack.com/api/"
JOURNAL: Final = ".rasa/slack.sqlite"
LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")

BOT_TOKEN: Final = "SLACK_BOT_TOKEN"  # noqa: S105 (the name of a variable)
APP_TOKEN: Final = "SLACK_APP_TOKEN"  # noqa: S105 (the name of a variable)
SIGNING_SECRET: Final = "SLACK_SIGNING_SECRET"  # noqa: S105 (the name of a variable)
WORKSPACES: Final = "B2M_SLACK_WORKSPACES"
CHANNELS: Final = "B2M_SLACK_CHANNELS"
EXTERNAL_USERS: Final = "B2M_SLACK_EXTERNAL_USERS"
API_ADDRESS: Final = "B2M_SLACK_API"
JOURNAL_PATH: Final = "B2M_SLACK_JOURNAL"


class BadSettings(ValueError):
    """A variable is missing or wrong; the words say which one and what to do."""


@dataclass(frozen=True)
class Settings:
    """What was set. Without an ``app_token`` Slack calls us over HTTP; empty lists allow all."""

    bot_token: str = field(repr=False)
    signing_secret: str | None = field(repr=False)
    app_token: str | None = field(repr=False)
    workspaces: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    external_users: bool = False
    api: str = API
    journal: str = JOURNAL

    @property
    def reply_hosts(self) -> frozenset[str]:
        """The hosts that a ``response_url`` may name."""
        host = urlsplit(self.api).hostname or ""
        return frozenset((host, f"hooks.{host}"))


def read_settings(environment: Mapping[str, str]) -> Settings | None:
    """Read the settings; ``None`` where none of Slack's secrets is set: the channel is off.

    Raises ``BadSettings``. No secret is repeated in its words.
    """
    bot_token, app_token, secret = (
        environment.get(name, "").strip() for name in (BOT_TOKEN, APP_TOKEN, SIGNING_SECRET)
    )
    if not (bot_token or app_token or secret):
        return None
    if not bot_token.startswith("xoxb-"):
        raise BadSettings(_wrong(BOT_TOKEN, bot_token, "xoxb-", "OAuth & Permissions"))
    if app_token and not app_token.startswith("xapp-"):
        raise BadSettings(_wrong(APP_TOKEN, app_token, "xapp-", "Basic Information"))
    if not app_token and not secret:
        raise BadSettings(
            f"{APP_TOKEN} (Socket Mode) or {SIGNING_SECRET} (HTTP) is missing: both stand under"
            " Basic Information of the Slack app"
        )
    return Settings(
        bot_token=bot_token,
        signing_secret=secret or None,
        app_token=app_token or None,
        workspaces=_ids(environment, WORKSPACES, "TE"),
        channels=_ids(environment, CHANNELS, "CG"),
        external_users=_allowed(environment),
        api=_api(environment),
        journal=environment.get(JOURNAL_PATH) or str(Path(JOURNAL)),
    )


def _wrong(name: str, value: str, begins: str, page: str) -> str:
    problem = f"does not begin with {begins}" if value else "is missing"
    return f"{name} {problem}: copy it from {page} of the Slack app"


def _ids(environment: Mapping[str, str], name: str, letters: str) -> frozenset[str]:
    ids = environment.get(name, "").replace(",", " ").split()
    for one in ids:
        if one[0] not in letters or not one.isalnum():
            raise BadSettings(
                f"{name}: expected ids that begin with {' or '.join(letters)} and spaces between"
                f" them, got {one}"
            )
    return frozenset(ids)


def _allowed(environment: Mapping[str, str]) -> bool:
    said = environment.get(EXTERNAL_USERS, "refuse")
    if said not in ("refuse", "allow"):
        raise BadSettings(f"{EXTERNAL_USERS}: expected refuse or allow, got {said}")
    return said == "allow"


def _api(environment: Mapping[str, str]) -> str:
    api = environment.get(API_ADDRESS) or API
    parts = urlsplit(api)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise BadSettings(f"{API_ADDRESS}: expected an address with https, got {api}")
    return api
