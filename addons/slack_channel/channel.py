"""The door: Slack's requests over HTTP, or its Socket Mode, to the inbox.

Everything that Slack sends is taken, noted and acknowledged at once; the work goes on after that.
"""

import json
import os
import sys
from asyncio import AbstractEventLoop
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse

from addons.forgetting import forget
from addons.gate import MAX_BODY_BYTES, HandOver
from addons.slack_channel.asides import Asides
from addons.slack_channel.events import (
    Event,
    of_command,
    of_event,
    of_interaction,
)
from addons.slack_channel.files import Files
from addons.slack_channel.identity import Identity, Recall, identify
from addons.slack_channel.inbox import Inbox
from addons.slack_channel.journal import Journal
from addons.slack_channel.messages import Messages
from addons.slack_channel.outbox import Outbox
from addons.slack_channel.player import Player
from addons.slack_channel.settings import BadSettings, Settings, read_settings
from addons.slack_channel.signing import Signing
from addons.slack_channel.socket_mode import Socket
from addons.slack_channel.threads import Desk
from addons.slack_channel.web_api import WebApi
from b2m_core.knowledge.library import Library, load_library

EVENTS, INTERACTIVE, COMMANDS = "events_api", "interactive", "slash_commands"
"""The kinds of payload, in Socket Mode's words."""


class TrackerMemory:
    """What Rasa keeps of conversations."""

    def __init__(self, agent: Agent) -> None:
        self._agent = agent

    async def forget(self, sender: str) -> None:
        """Put an empty conversation in the place of this one."""
        await forget(self._agent, sender)

    async def has(self, sender: str) -> bool:
        """Whether the conversation is still kept."""
        return bool(await self._agent.tracker_store.exists(sender))


class SlackChannel(InputChannel):  # type: ignore[misc]  # Rasa ships no types for it
    """``POST /webhooks/slack/events`` for everything Slack sends; off where nothing is set."""

    def __init__(
        self, settings: Settings | None, library: Library, identity: Identity | None = None
    ) -> None:
        self._settings = settings
        self._library = library
        self._identity = identity or Identity()
        self._inbox: Inbox | None = None

    @classmethod
    def name(cls) -> str:
        """The channel's name, and the part of its address after ``/webhooks/``."""
        return "slack"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> "SlackChannel":
        """As Rasa makes its channels; everything comes from the environment.

        Ends the program with one line where a setting is missing or Slack refuses a token.
        """
        try:
            settings = read_settings(os.environ)
            identity = identify(settings) if settings else None
        except BadSettings as error:
            print(f"Slack: {error}", file=sys.stderr, flush=True)
            raise SystemExit(1) from None
        return cls(settings, load_library(), identity)

    def blueprint(self, on_new_message: HandOver) -> Blueprint:
        """The channel's route, and what begins and ends with the server."""
        routes = Blueprint("slack_channel")
        settings = self._settings
        if settings is None:
            return routes
        api = WebApi(settings.bot_token, settings.api)
        journal = Journal(settings.journal)
        sockets: list[Socket] = []

        async def begin(app: Sanic, _: AbstractEventLoop) -> None:
            await api.open()
            self._inbox = self._made(
                settings,
                api,
                journal,
                Player(on_new_message, self._library, TrackerMemory(app.ctx.agent)),
            )
            self._inbox.resume()
            if settings.app_token:
                socket = Socket(settings.app_token, api.client, self.take)
                sockets.append(socket)
                app.add_task(socket.open())

        async def end(_: Sanic, __: AbstractEventLoop) -> None:
            for socket in sockets:
                await socket.close()
            if self._inbox:
                await self._inbox.close()
            await api.close()
            journal.close()

        routes.listener("after_server_start")(begin)
        routes.listener("before_server_stop")(end)
        if settings.signing_secret:
            signing = Signing(settings.signing_secret)

            @routes.post("/events")
            async def receive(request: Request) -> HTTPResponse:
                return self._receive(request, signing)

        return routes

    def take(self, kind: str, payload: Mapping[str, Any]) -> bool:
        """Take a payload; false where there is no room for it now."""
        if self._inbox is None or self._inbox.is_full:
            return False
        if event := self._event(kind, payload):
            self._inbox.take(event)
        return True

    def _event(self, kind: str, payload: Mapping[str, Any]) -> Event | None:
        if kind == COMMANDS:
            return of_command(payload, self._identity.homes)
        if kind == INTERACTIVE:
            return of_interaction(payload, self._identity.homes)
        self._identity.learn(payload)
        return of_event(payload, self._identity.bot_user)

    def _receive(self, request: Request, signing: Signing) -> HTTPResponse:
        if len(request.body) > MAX_BODY_BYTES:
            return HTTPResponse(status=413)
        if not signing.is_valid(request.body, request.headers):
            return HTTPResponse(status=401)
        try:
            kind, payload = _payload(request.body, request.headers.get("content-type", ""))
        except ValueError:
            return HTTPResponse(status=400)
        if payload.get("type") == "url_verification":
            return HTTPResponse(str(payload.get("challenge", "")), content_type="text/plain")
        if not self.take(kind, payload):
            return HTTPResponse(status=503)
        signing.accept(request.headers)
        return HTTPResponse(status=200)

    def _made(self, settings: Settings, api: WebApi, journal: Journal, player: Player) -> Inbox:
        messages = Messages(self._library)
        desk = Desk(
            api,
            journal,
            player,
            Outbox(api, messages),
            messages,
            Files(api, self._library, journal),
            Recall(settings, self._identity, journal),
        )
        asides = Asides(desk, settings.reply_hosts)
        return Inbox(desk, asides, settings, self._library)


def _payload(body: bytes, content_type: str) -> tuple[str, Mapping[str, Any]]:
    """A request's kind and payload. Raises ``ValueError`` for what is neither form nor JSON."""
    if content_type.startswith("application/x-www-form-urlencoded"):
        form = dict(parse_qsl(body.decode(), keep_blank_values=True))
        if "payload" not in form:
            return COMMANDS, form
        kind, payload = INTERACTIVE, json.loads(form["payload"])
    else:
        kind, payload = EVENTS, json.loads(body)
    if not isinstance(payload, dict):
        raise ValueError("no JSON object")
    return kind, payload
