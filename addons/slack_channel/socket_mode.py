"""Socket Mode: Slack's events over a connection that we open; nothing faces the internet."""

import logging
from collections.abc import Callable, Mapping
from typing import Any, Final

from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

PING_S: Final = 5

Take = Callable[[str, Mapping[str, Any]], bool]
"""Takes a payload by its kind; false when it cannot be taken now."""

logger = logging.getLogger(__name__)


class Socket:
    """The connection; slack_sdk opens it anew whenever it breaks."""

    def __init__(self, app_token: str, client: AsyncWebClient, take: Take) -> None:
        quiet = logging.getLogger("slack_sdk.socket_mode")
        self._client = SocketModeClient(
            app_token, logger=quiet, web_client=client, ping_interval=PING_S
        )
        self._client.socket_mode_request_listeners.append(self._receive)
        self._take = take

    async def open(self) -> None:
        """Connect; tried again until it works."""
        await self._client.connect()  # type: ignore[no-untyped-call]

    async def close(self) -> None:
        """Disconnect."""
        await self._client.close()  # type: ignore[no-untyped-call]

    async def _receive(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """Take first, then acknowledge: what is not acknowledged Slack sends again."""
        if self._take(request.type, request.payload):
            await client.send_socket_mode_response(SocketModeResponse(request.envelope_id))
