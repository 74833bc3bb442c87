"""Rasa's REST channel, at the same address, behind the gate.

Rasa's own lets a message without a sender join a conversation shared by everybody, answers a
failure with an empty list, and logs what the user wrote when a turn is cut off.
"""

from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from addons.gate import BadRequest, HandOver, answer, read
from b2m_core.knowledge.library import Library, load_library


class RestChannel(InputChannel):  # type: ignore[misc]  # Rasa ships no types for it
    """``POST /webhooks/rest/webhook`` with ``{"sender": …, "message": …}``; messages as JSON."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @classmethod
    def name(cls) -> str:
        """The channel's name, and the part of its address after ``/webhooks/``."""
        return "rest"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> "RestChannel":
        """As Rasa makes its channels; nothing can be configured."""
        return cls(load_library())

    def blueprint(self, on_new_message: HandOver) -> Blueprint:
        """The channel's routes: a sign of life, and the webhook."""
        routes = Blueprint("rest_channel")

        @routes.get("/")
        async def health(_: Request) -> HTTPResponse:
            return json({"status": "ok"})

        @routes.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            try:
                incoming = read(request.body)
            except BadRequest as error:
                return json({"error": str(error)}, status=400)
            return json(await answer(on_new_message, incoming, self.name(), self._library))

        return routes
