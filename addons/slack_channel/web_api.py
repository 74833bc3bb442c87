"""Calls of Slack's Web API: what went wrong is one of four things, and no log holds a message.

slack_sdk speaks the protocol; here is decided what its failures mean. Its own retries are off: a
call that may have reached Slack is not simply made again.
"""

import asyncio
import logging
import time
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

TIMEOUT_S: Final = 10
DEFAULT_WAIT_S: Final = 30.0
TOO_MANY, SERVER_ERROR, OK = 429, 500, 200

TOKEN_ERRORS: Final = frozenset(
    (
        *("invalid_auth", "not_authed", "account_inactive"),
        *("token_revoked", "token_expired"),
    )
)
BLOCK_ERRORS: Final = frozenset(
    ("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "invalid_attachments")
)
PASSING_ERRORS: Final = frozenset(
    (
        *("internal_error", "fatal_error", "service_unavailable", "request_timeout"),
        *("team_added_to_org", "org_login_required"),  # while a workspace moves to an organization
    )
)

logger = logging.getLogger(__name__)

# Its debug lines hold whole messages.
logging.getLogger("slack_sdk").setLevel(logging.WARNING)


@dataclass(frozen=True)
class Upload:
    """A file, and what it shows in words for whoever does not see it."""

    content: bytes
    name: str
    title: str
    alt: str | None = None


class Refused(Exception):
    """Slack says no, with an error code of its own, and would say so again."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Later(Exception):
    """Nothing was done; the same call may be made after ``wait_s`` seconds."""

    def __init__(self, code: str, wait_s: float) -> None:
        super().__init__(code)
        self.code = code
        self.wait_s = wait_s


class Unsure(Exception):
    """Slack may have done it or not: the connection, or Slack itself, failed on the way."""


class WebApi:
    """One workspace's Web API."""

    def __init__(self, token: str, api: str) -> None:
        self._token = token
        self._api = api
        self._session: aiohttp.ClientSession | None = None
        self._client: AsyncWebClient | None = None
        self._not_before: dict[tuple[str, str], float] = {}

    async def open(self) -> None:
        """Begin; calls need a running event loop."""
        self._session = aiohttp.ClientSession()
        self._client = AsyncWebClient(
            self._token, self._api, TIMEOUT_S, session=self._session, retry_handlers=[]
        )

    async def close(self) -> None:
        """End all connections."""
        if self._session:
            await self._session.close()

    @property
    def client(self) -> AsyncWebClient:
        """slack_sdk's own client."""
        if self._client is None:
            raise RuntimeError("the Web API is not open yet")
        return self._client

    async def call(self, method: str, **arguments: object) -> dict[str, Any]:
        """Call a method, once. Raises ``Refused``, ``Later`` or ``Unsure``."""
        place = (method, str(arguments.get("channel", "")))
        if (wait := self._not_before.get(place, 0) - time.monotonic()) > 0:
            await asyncio.sleep(wait)  # Slack counts by method and channel: all wait together
        try:
            answer = await self.client.api_call(method, json=arguments)
        except SlackApiError as error:
            failure = meaning(error)
            if isinstance(failure, Later) and failure.code == "ratelimited":
                self._not_before[place] = time.monotonic() + failure.wait_s
            raise failure from None
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError, SlackClientError) as error:
            raise Unsure(type(error).__name__) from None
        return dict(answer.data) if isinstance(answer.data, dict) else {}

    async def read(self, method: str, **arguments: object) -> dict[str, Any]:
        """Call a method that changes nothing; the arguments go into the address."""
        try:
            answer = await self.client.api_call(method, http_verb="GET", params=arguments)
        except SlackApiError as error:
            raise meaning(error) from None
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError, SlackClientError) as error:
            raise Unsure(type(error).__name__) from None
        return dict(answer.data) if isinstance(answer.data, dict) else {}

    async def upload(self, upload: Upload, channel: str, thread: str) -> str:
        """Upload a file into a thread and return its id; raises as ``call`` does."""
        try:
            answer = await self.client.files_upload_v2(
                content=upload.content,
                filename=upload.name,
                title=upload.title,
                alt_txt=upload.alt,
                channel=channel,
                thread_ts=thread,
            )
            return str(answer["files"][0]["id"])
        except SlackApiError as error:
            raise meaning(error) from None
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError, SlackClientError) as error:
            raise Unsure(type(error).__name__) from None
        except (LookupError, TypeError):
            raise Unsure("no_file") from None

    async def respond(self, url: str, message: dict[str, Any]) -> None:
        """Answer at a ``response_url``; raises as ``call`` does."""
        webhook = AsyncWebhookClient(url, TIMEOUT_S, session=self._session, retry_handlers=[])
        try:
            answer = await webhook.send_dict(message)
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            raise Unsure(type(error).__name__) from None
        if answer.status_code == TOO_MANY:
            raise Later("ratelimited", _seconds(answer.headers.get("Retry-After")))
        if answer.status_code >= SERVER_ERROR:
            raise Unsure(str(answer.status_code))
        if answer.status_code != OK:
            raise Refused(f"response_url_{answer.status_code}")


def meaning(error: SlackApiError) -> Exception:
    """What a failed call means."""
    status = getattr(error.response, "status_code", SERVER_ERROR)
    headers = getattr(error.response, "headers", {})
    data = getattr(error.response, "data", None)
    code = str(data.get("error", "")) if isinstance(data, dict) else ""
    if status == TOO_MANY or code in ("ratelimited", "rate_limited"):
        return Later("ratelimited", _seconds(headers.get("Retry-After")))
    if code in TOKEN_ERRORS:
        return Later(code, DEFAULT_WAIT_S)
    if status >= SERVER_ERROR or not code or code in PASSING_ERRORS:
        return Unsure(code or str(status))
    return Refused(code)


def _seconds(written: object) -> float:
    try:
        return float(str(written))
    except ValueError:
        return DEFAULT_WAIT_S
