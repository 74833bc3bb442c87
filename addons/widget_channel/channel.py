"""The chat widget's channel: its page, its bundle, and the conversations behind them.

Everything comes from one origin, so that the page runs under a strict content policy. Pages of
other origins may embed the widget where ``B2M_WIDGET_ORIGINS`` names them. Messages pass the gate
like those of every channel.
"""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final, TypeGuard

from pydantic import ValidationError
from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from addons.forgetting import forget
from addons.gate import MAX_BODY_BYTES, BadRequest, HandOver, Incoming, one_answer
from addons.lab_reader import day
from addons.rate_limit import Rate, RateLimit, TooOften
from addons.widget_channel import origins
from addons.widget_channel.charts import Charts
from addons.widget_channel.conversations import (
    Conversation,
    Conversations,
    Message,
    OtherMessage,
    UnknownConversation,
)
from addons.widget_channel.files import DIST, load_files, send
from addons.widget_channel.replies import Replies
from b2m_core.contract.codes import Audience
from b2m_core.feedback import FILE_VARIABLE, Feedback, feedback_file, record
from b2m_core.knowledge.library import Library, load_library
from b2m_core.reading.personal import PersonalData

JsonObject = dict[str, object]


DEFAULT_AUDIENCE: Final[Audience] = "clinician"
MAX_ID_CHARACTERS = 64

MESSAGES = Rate(calls=20, per_minute=30)
"""In one conversation: more than anybody types, fewer than a program gone astray sends."""

SESSIONS = Rate(calls=100, per_minute=120)
"""From one address, which behind a proxy is a whole hospital: new ones push the oldest out."""


REMARKS = Rate(calls=20, per_minute=20)
"""Of feedback, from one address."""


class WidgetChannel(InputChannel):  # type: ignore[misc]  # Rasa ships no types for it
    """The page at ``/widget/``, its files, ``session``, ``message``, ``forget``, ``feedback``.

    ``POST session`` takes ``{"audience": …}`` and issues ``{"conversation": …}``; sent with an id
    that is still known, it gives that id back. ``feedback`` beside it says whether any is taken.

    ``POST message`` takes ``{"conversation": …, "id": …, "text": …}`` and gives a reply:
    ``answer``; ``opening`` and ``note``, what it says before its parts and for a patient's notes;
    ``explains``, whether it was asked why; ``chart`` with ``path``, ``title`` and ``alt`` where
    serial values can be drawn; ``urgent``, whether it stands alone; ``forgets``, whether all before
    it is over; ``again``, whether the turn failed and the same message may be sent anew. Else the
    same ``id`` in the same conversation gives the same reply without a second turn.

    ``POST forget`` takes ``{"conversation": …}``, ``POST feedback`` what ``Feedback`` holds. Who
    asks too often gets status 429 and ``Retry-After`` in seconds.
    """

    def __init__(
        self,
        library: Library,
        dist: Path = DIST,
        origins: frozenset[str] = frozenset(),
        messages: Rate = MESSAGES,
        sessions: Rate = SESSIONS,
        feedback: Path | None = None,
    ) -> None:
        self._library = library
        self._replies = Replies(library)
        self._files = load_files(dist)
        self._origins = origins
        self._conversations = Conversations()
        self._charts = Charts(library)
        self._messages = RateLimit(messages)
        self._sessions = RateLimit(sessions)
        self._remarks = RateLimit(REMARKS)
        self._feedback = feedback
        self._personal = PersonalData(library, is_known=lambda _: False)  # rather one too many

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return "widget"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> "WidgetChannel":
        """As Rasa makes its channels; other pages' origins come from the environment."""
        listed = os.environ.get(origins.ORIGINS_VARIABLE, "")
        return cls(load_library(), origins=origins.read_origins(listed), feedback=feedback_file())

    def url_prefix(self) -> str:
        """An address of its own: with the slash, Rasa puts it beside ``/webhooks/``."""
        return "/widget"

    def blueprint(self, on_new_message: HandOver) -> Blueprint:
        """The channel's routes."""
        routes = Blueprint("widget_channel")

        @routes.get("/")
        async def page(request: Request) -> HTTPResponse:
            if not request.path.endswith("/"):  # the page's own links are relative
                return HTTPResponse(status=308, headers={"Location": "/widget/"})
            return send(self._files, request, "index.html")

        @routes.get(r"/<name:[\w.-]+>")
        async def file(request: Request, name: str) -> HTTPResponse:
            return send(self._files, request, name)

        @routes.get(r"/chart/<name:[\w.-]+>")
        async def chart(_: Request, name: str) -> HTTPResponse:
            drawn = self._charts.get(name)
            if drawn is None:
                return _json({"error": "This chart is not kept any more."}, 404)
            return HTTPResponse(drawn, 200, {"Cache-Control": "no-store"}, "image/svg+xml")

        @routes.get("/labels.json")
        async def labels(request: Request) -> HTTPResponse:
            audience = request.args.get("audience")
            if not self._is_audience(audience):
                return self._no_audience()
            return _json(self._replies.labels[audience].model_dump(mode="json"))

        @routes.post("/session")
        async def session(request: Request) -> HTTPResponse:
            wanted = _object(request.body or b"{}")
            known = wanted.get("conversation")
            if self._conversations.is_known(known):
                return _json({"conversation": known, "feedback": self._feedback is not None})
            audience = wanted.get("audience", DEFAULT_AUDIENCE)
            if not self._is_audience(audience):
                return self._no_audience()
            self._sessions.take(request.ip)
            begun, made_room = self._conversations.begin(audience)
            for conversation in made_room:
                await self._forget(request, conversation)
            return _json({"conversation": begun, "feedback": self._feedback is not None})

        @routes.post("/forget")
        async def forget_all(request: Request) -> HTTPResponse:
            conversation = _text(_object(request.body), "conversation")
            if self._conversations.is_known(conversation):
                self._conversations.forget(conversation)
                await self._forget(request, conversation)
            return HTTPResponse(status=204)

        @routes.post("/message")
        async def message(request: Request) -> HTTPResponse:
            sent = read(request.body)
            turn = self._conversations.kept(sent)
            if turn is None:
                self._messages.take(sent.conversation)
                turn = self._conversations.play(sent, self._player(on_new_message))
            # Shielded: when the reader goes away, the turn goes on and its answer is kept.
            return _json(await asyncio.shield(turn.answered))

        @routes.post("/feedback")
        async def feedback(request: Request) -> HTTPResponse:
            if self._feedback is None:
                return _json({"error": f"No feedback is taken: {FILE_VARIABLE} is not set."}, 404)
            given = read_feedback(request.body)
            self._remarks.take(request.ip)
            if self._personal.find(given.comment):
                said = "The comment seems to identify somebody. Leave that out: nothing was kept."
                return _json({"error": said}, 422)
            await asyncio.to_thread(record, given, day(), self._feedback)
            return HTTPResponse(status=204)

        async def may_ask(_: Request) -> HTTPResponse:
            return HTTPResponse(status=204)  # what a browser wants to know stands in the headers

        for name in ("session", "message", "forget", "feedback"):
            routes.add_route(may_ask, f"/{name}", methods=["OPTIONS"], name=f"may_ask_{name}")

        async def refuse_strangers(request: Request) -> HTTPResponse | None:
            if request.method != "POST" or origins.may_ask(request, self._origins):
                return None
            refusal = f"Pages of this origin are not in {origins.ORIGINS_VARIABLE}."
            return _json({"error": refusal}, 403)

        async def add_headers(request: Request, response: HTTPResponse) -> None:
            for name, value in origins.headers(request, self._origins).items():
                response.headers.setdefault(name, value)

        routes.on_request(refuse_strangers)  # type: ignore[no-untyped-call]  # untyped in Sanic
        routes.on_response(add_headers)  # type: ignore[no-untyped-call]  # untyped in Sanic
        for problem, refuse in REFUSALS.items():
            routes.exception(problem)(refuse)
        return routes

    def _is_audience(self, named: object) -> TypeGuard[Audience]:
        return isinstance(named, str) and named in self._replies.labels

    def _no_audience(self) -> HTTPResponse:
        return _json(
            {"error": f"The audience must be one of {', '.join(self._replies.labels)}."}, 400
        )

    async def _forget(self, request: Request, conversation: str) -> None:
        self._charts.forget(conversation)
        if request.app.ctx.agent:  # there is none before a model is loaded
            await forget(request.app.ctx.agent, conversation)

    def _player(
        self, hand_over: HandOver
    ) -> "Callable[[Message, Conversation], Awaitable[JsonObject]]":
        async def play(message: Message, conversation: Conversation) -> JsonObject:
            incoming = Incoming(message.conversation, message.text, conversation.audience)
            given = await one_answer(hand_over, incoming, self.name(), self._library)
            if self._replies.is_failure(given):
                conversation.drop(message.id)
            chart = await self._charts.draw(given, message.conversation)
            return {**self._replies.reply(given), "chart": chart}

        return play


def read(body: bytes) -> Message:
    """Read a request's body; raises ``BadRequest`` with words that say what to send instead."""
    content = _object(body)
    message = Message(*(_text(content, name) for name in ("conversation", "id", "text")))
    if not 0 < len(message.id) <= MAX_ID_CHARACTERS:
        raise BadRequest(f"The field 'id' must have 1 to {MAX_ID_CHARACTERS} characters.")
    return message


def read_feedback(body: bytes) -> Feedback:
    """Read a request's body; raises ``BadRequest`` naming the fields, not what they hold."""
    try:
        return Feedback.model_validate(_object(body))
    except ValidationError as error:
        fields = dict.fromkeys(str(problem["loc"][0]) for problem in error.errors())
        raise BadRequest(f"Expected feedback; wrong are: {', '.join(fields)}.") from None


def _refuse_bad(_: Request, problem: Exception) -> HTTPResponse:
    return _json({"error": str(problem)}, 400)


def _refuse_unknown(_: Request, __: Exception) -> HTTPResponse:
    said = "This conversation is not known here: begin one with POST session."
    return _json({"error": said}, 404)


def _refuse_other(_: Request, __: Exception) -> HTTPResponse:
    return _json({"error": "The field 'id' was used for another text: give each its own."}, 409)


def _refuse_too_often(_: Request, problem: TooOften) -> HTTPResponse:
    response = _json({"error": f"Too often: try again in {problem.rest_s} s."}, 429)
    response.headers["Retry-After"] = str(problem.rest_s)
    return response


REFUSALS: Final = {
    BadRequest: _refuse_bad,
    UnknownConversation: _refuse_unknown,
    OtherMessage: _refuse_other,
    TooOften: _refuse_too_often,
}


def _object(body: bytes) -> JsonObject:
    """Read a request's body as a JSON object; raises ``BadRequest``."""
    if len(body) > MAX_BODY_BYTES:
        raise BadRequest(f"The request is too large: at most {MAX_BODY_BYTES} bytes are read.")
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        raise BadRequest("The request is not valid JSON.") from None
    if not isinstance(content, dict):
        raise BadRequest("The request must be a JSON object.")
    return content


def _text(content: JsonObject, name: str) -> str:
    value = content.get(name)
    if not isinstance(value, str):
        raise BadRequest(f"The field '{name}' is missing: send it as a text.")
    return value


def _json(content: object, status: int = 200) -> HTTPResponse:
    headers = {"Cache-Control": "no-store"}
    return HTTPResponse(json.dumps(content), status, headers, "application/json")
