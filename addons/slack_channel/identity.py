"""Who are we in Slack, and which messages are for us?"""

import logging
from dataclasses import dataclass, field
from typing import Final

from slack_sdk.errors import SlackApiError
from slack_sdk.web.client import WebClient

from addons.slack_channel.access import refusal
from addons.slack_channel.events import Payload, Said, bot_user_of, homes_of, of_history
from addons.slack_channel.history import History
from addons.slack_channel.journal import Journal
from addons.slack_channel.settings import APP_TOKEN, BOT_TOKEN, BadSettings, Settings
from addons.slack_channel.web_api import TOKEN_ERRORS

TIMEOUT_S: Final = 10

logger = logging.getLogger(__name__)


@dataclass
class Identity:
    """Our own user, and the workspace or organization that we are installed in, where known."""

    bot_user: str | None = None
    homes: frozenset[str] = field(default_factory=frozenset)

    def learn(self, payload: Payload) -> None:
        """Take what is not known yet from an event."""
        self.bot_user = self.bot_user or bot_user_of(payload)
        self.homes = self.homes or homes_of(payload)


@dataclass(frozen=True)
class Recall:
    """Finds the messages of a thread that are for us: in a channel, those since a mention.

    What was taken once is for us: an event says more of its sender than the thread does.
    """

    settings: Settings
    identity: Identity
    journal: Journal

    def __call__(self, history: History, channel: str) -> list[Said]:
        """The messages by people who may ask, in order."""
        identity = self.identity
        said = [
            one
            for message in history.people
            if (one := of_history(message, channel, identity.homes, identity.bot_user))
            and (self.journal.has(channel, one.key) or refusal(one.origin, self.settings) is None)
            and (one.text or one.is_for_us)
        ]
        if channel.startswith("D") or history.root_is_own:
            return said
        first = next((place for place, one in enumerate(said) if one.mentioned), len(said))
        return said[first:]


def identify(settings: Settings) -> Identity:
    """Ask Slack who we are. Raises ``BadSettings`` where it refuses a token.

    When Slack cannot be reached, the assistant begins all the same and learns it later.
    """
    client = WebClient(settings.bot_token, settings.api, TIMEOUT_S)
    name = BOT_TOKEN
    try:
        who = client.auth_test()
        if settings.app_token:
            name = APP_TOKEN
            client.apps_connections_open(app_token=settings.app_token)
    except SlackApiError as error:
        data = error.response.data
        code = data.get("error") if isinstance(data, dict) else None
        if code in TOKEN_ERRORS or code == "not_allowed_token_type":
            raise BadSettings(f"Slack refuses the token in {name} ({code})") from None
        logger.warning("Slack did not say who we are (%s); going on.", code)
        return Identity()
    except OSError as error:
        logger.warning("Slack cannot be reached (%s); going on.", type(error).__name__)
        return Identity()
    ids = (who.get("team_id"), who.get("enterprise_id"))
    return Identity(who.get("user_id"), frozenset(str(one) for one in ids if one))
