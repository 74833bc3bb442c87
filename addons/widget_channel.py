"""The chat widget's channel: its page, its bundle, and the conversation behind them.

Everything comes from one origin, so that the page runs under a strict content policy. Pages of
other origins may embed the widget where ``B2M_WIDGET_ORIGINS`` names them. Messages pass the gate
like those of every channel.
"""

import asyncio
import gzip
import hashlib
import json
import logging
import os
import re
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeGuard, get_args
from urllib.parse import urlsplit

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from addons.gate import MAX_BODY_BYTES, BadRequest, HandOver, Incoming, answer
from b2m_core.contract.codes import FORMULA_UNITS, Audience
from b2m_core.contract.labels import Labels
from b2m_core.contract.models import Answer
from b2m_core.knowledge.library import Library, load_library
from b2m_core.rendering.words import words
from b2m_core.respond import notice

JsonObject = dict[str, object]

DIST = Path(__file__).parent.parent / "widget" / "dist"
CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors {ancestors}; require-trusted-types-for 'script'; trusted-types lit-html"
)
"""Nothing from elsewhere, no inline script or style, no markup made from text (trusted types)."""

ORIGINS_VARIABLE = "B2M_WIDGET_ORIGINS"
ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?")

VERSIONED = re.compile(r"b2m-chat-[0-9.]+-[0-9a-f]{8}\.js")
"""The bundle under a name that changes with its content."""

logger = logging.getLogger(__name__)

DEFAULT_AUDIENCE: Final[Audience] = "clinician"
MAX_CONVERSATIONS = 1_000
MAX_KEPT_ANSWERS = 8
MAX_ID_CHARACTERS = 64


class UnknownConversation(LookupError):
    """The server issued no such id, or has forgotten it."""


class OtherMessage(ValueError):
    """The idempotency key was used for another text."""


class BadOrigins(ValueError):
    """``B2M_WIDGET_ORIGINS`` holds something that is no origin."""


@dataclass(frozen=True)
class Message:
    """One request: the conversation's id, the message's idempotency key, and what was typed."""

    conversation: str
    id: str
    text: str


@dataclass(frozen=True)
class Turn:
    """A message that was handed over, and its answer, or the wait for it."""

    text: str
    answered: "asyncio.Task[JsonObject]"


@dataclass(frozen=True)
class Conversation:
    """For whom the answers are worded at first, and the latest turns by idempotency key."""

    audience: Audience
    turns: "OrderedDict[str, Turn]" = field(default_factory=OrderedDict)


@dataclass(frozen=True)
class File:
    """One file of the bundle, ready to be sent."""

    content: bytes
    zipped: bytes
    etag: str
    content_type: str


class WidgetChannel(InputChannel):  # type: ignore[misc]  # Rasa ships no types for it
    """The page at ``/widget/``, its files beside it, ``session``, ``message`` and ``forget``.

    ``POST session`` takes ``{"audience": …}`` and issues ``{"conversation": …}``; sent with an id
    that is still known, it gives that id back. ``POST message`` takes ``{"conversation": …, "id":
    …, "text": …}`` and gives a reply: ``answer``; ``opening`` and ``note``, what it says before its
    parts and for a patient's notes; ``urgent``, whether it stands alone; ``again``, whether the
    turn failed and the same message may be sent anew. Else the same ``id`` in the same conversation
    gives the same reply without a second turn. ``POST forget`` takes ``{"conversation": …}``.
    """

    def __init__(
        self, library: Library, dist: Path = DIST, origins: frozenset[str] = frozenset()
    ) -> None:
        self._library = library
        self._labels = {audience: library.labels(audience) for audience in get_args(Audience)}
        self._failures = [notice(code, library) for code in ("failed", "slow")]
        self._urgent = {
            reply.text.for_audience(audience)
            for reply in library.phrases.replies.values()
            for audience in get_args(Audience)
            if reply.alone
        }
        self._files = _load_files(dist)
        self._origins = origins
        self._conversations: OrderedDict[str, Conversation] = OrderedDict()

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return "widget"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> "WidgetChannel":
        """As Rasa makes its channels; other pages' origins come from the environment."""
        return cls(load_library(), origins=read_origins(os.environ.get(ORIGINS_VARIABLE, "")))

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
            return self._file(request, "index.html")

        @routes.get(r"/<name:[\w.-]+>")
        async def file(request: Request, name: str) -> HTTPResponse:
            return self._file(request, name)

        @routes.get("/labels.json")
        async def labels(request: Request) -> HTTPResponse:
            audience = request.args.get("audience")
            if not self._is_audience(audience):
                return self._no_audience()
            named = self._labels[audience].model_dump(mode="json")
            return _json({**named, "formula_units": FORMULA_UNITS})

        @routes.post("/session")
        async def session(request: Request) -> HTTPResponse:
            try:
                wanted = _object(request.body or b"{}")
            except BadRequest as error:
                return _json({"error": str(error)}, 400)
            known = wanted.get("conversation")
            if isinstance(known, str) and known in self._conversations:
                self._conversations.move_to_end(known)
                return _json({"conversation": known})
            audience = wanted.get("audience", DEFAULT_AUDIENCE)
            if not self._is_audience(audience):
                return self._no_audience()
            return _json({"conversation": self._begin(audience)})

        @routes.post("/forget")
        async def forget(request: Request) -> HTTPResponse:
            try:
                conversation = _text(_object(request.body), "conversation")
            except BadRequest as error:
                return _json({"error": str(error)}, 400)
            self._conversations.pop(conversation, None)
            return HTTPResponse(status=204)

        @routes.post("/message")
        async def message(request: Request) -> HTTPResponse:
            try:
                turn = self._turn(on_new_message, read(request.body))
            except BadRequest as error:
                return _json({"error": str(error)}, 400)
            except UnknownConversation:
                return _json(
                    {"error": "This conversation is not known here: begin one with POST session."},
                    404,
                )
            except OtherMessage:
                return _json(
                    {"error": "The field 'id' was used for another text: give each its own."}, 409
                )
            # Shielded: when the reader goes away, the turn goes on and its answer is kept.
            return _json(await asyncio.shield(turn.answered))

        async def may_ask(_: Request) -> HTTPResponse:
            return HTTPResponse(status=204)  # what a browser wants to know stands in the headers

        for name in ("session", "message", "forget"):
            routes.add_route(may_ask, f"/{name}", methods=["OPTIONS"], name=f"may_ask_{name}")

        async def refuse_strangers(request: Request) -> HTTPResponse | None:
            if request.method != "POST" or self._may_ask(request):
                return None
            return _json({"error": f"Pages of this origin are not in {ORIGINS_VARIABLE}."}, 403)

        async def add_headers(request: Request, response: HTTPResponse) -> None:
            for name, value in self._headers(request).items():
                response.headers.setdefault(name, value)

        routes.on_request(refuse_strangers)  # type: ignore[no-untyped-call]  # untyped in Sanic
        routes.on_response(add_headers)  # type: ignore[no-untyped-call]  # untyped in Sanic
        return routes

    def _may_ask(self, request: Request) -> bool:
        """Whether the request comes from our own page, an allowed one, or from no page at all."""
        origin = request.headers.get("origin")
        return (
            origin is None
            or origin in self._origins
            or request.headers.get("sec-fetch-site") == "same-origin"
            or urlsplit(origin).netloc == request.headers.get("host")
        )

    def _headers(self, request: Request) -> dict[str, str]:
        headers = {
            "Content-Security-Policy": POLICY.format(
                ancestors=" ".join(("'self'", *sorted(self._origins)))
            ),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Resource-Policy": "cross-origin" if self._origins else "same-origin",
            "Cache-Control": "no-cache",
        }
        if not self._origins:
            return headers
        headers["Vary"] = "Origin, Accept-Encoding"
        origin = request.headers.get("origin")
        if origin in self._origins:
            headers |= {
                "Access-Control-Allow-Origin": origin,
                "Access-Control-Allow-Methods": "GET, POST",
                "Access-Control-Allow-Headers": "Content-Type",
                "Access-Control-Expose-Headers": "Retry-After",
                "Access-Control-Max-Age": "600",
            }
        return headers

    def _is_audience(self, named: object) -> TypeGuard[Audience]:
        return isinstance(named, str) and named in self._labels

    def _no_audience(self) -> HTTPResponse:
        return _json({"error": f"The audience must be one of {', '.join(self._labels)}."}, 400)

    def _begin(self, audience: Audience) -> str:
        conversation = secrets.token_urlsafe(24)
        self._conversations[conversation] = Conversation(audience)
        while len(self._conversations) > MAX_CONVERSATIONS:
            self._conversations.popitem(last=False)
        return conversation

    def _turn(self, hand_over: HandOver, message: Message) -> Turn:
        conversation = self._conversations.get(message.conversation)
        if conversation is None:
            raise UnknownConversation(message.conversation)
        self._conversations.move_to_end(message.conversation)
        turn = conversation.turns.get(message.id)
        if turn is None:
            turn = Turn(
                message.text, asyncio.create_task(self._play(hand_over, message, conversation))
            )
            conversation.turns[message.id] = turn
            while len(conversation.turns) > MAX_KEPT_ANSWERS:
                conversation.turns.popitem(last=False)
        elif turn.text != message.text:
            raise OtherMessage(message.id)
        return turn

    async def _play(
        self, hand_over: HandOver, message: Message, conversation: Conversation
    ) -> JsonObject:
        incoming = Incoming(message.conversation, message.text, conversation.audience)
        said = await answer(hand_over, incoming, self.name(), self._library)
        (given,) = (each["custom"]["answer"] for each in said if "answer" in each.get("custom", {}))
        try:
            checked = Answer.model_validate(given)
        except ValueError:  # its words would hold what the user wrote
            logger.error("A turn ended with an answer that the contract does not allow.")
            checked = notice("failed", self._library)
        failed = checked in self._failures
        if failed:  # not kept: the same message may be tried again
            conversation.turns.pop(message.id, None)
        labels = self._labels[checked.audience]
        return {
            "answer": checked.model_dump(mode="json"),
            "opening": opening(checked, labels),
            "note": note(checked, labels),
            "urgent": checked.text in self._urgent,
            "again": failed,
        }

    def _file(self, request: Request, name: str) -> HTTPResponse:
        file = self._files.get(name)
        if file is None:
            words = "There is no such file." if self._files else "The widget is not built: make run"
            return HTTPResponse(words, 404 if self._files else 503)
        headers = {"ETag": file.etag, "Vary": "Origin, Accept-Encoding"}
        if VERSIONED.fullmatch(name):
            headers["Cache-Control"] = "public, max-age=31536000, immutable"
        if request.headers.get("if-none-match") == file.etag:
            return HTTPResponse(status=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return HTTPResponse(file.zipped, 200, headers, file.content_type)
        return HTTPResponse(file.content, 200, headers, file.content_type)


def read(body: bytes) -> Message:
    """Read a request's body; raises ``BadRequest`` with words that say what to send instead."""
    content = _object(body)
    message = Message(*(_text(content, name) for name in ("conversation", "id", "text")))
    if not 0 < len(message.id) <= MAX_ID_CHARACTERS:
        raise BadRequest(f"The field 'id' must have 1 to {MAX_ID_CHARACTERS} characters.")
    return message


def opening(answer: Answer, labels: Labels) -> str:
    """Say what the answer's text says before the parts that a card shows by themselves."""
    return answer.text.removesuffix(words(answer, "", labels)).rstrip()


def note(answer: Answer, labels: Labels) -> str:
    """Say the whole answer as a text for a patient's notes, which ask nothing."""
    silent = answer.model_copy(update={"questions": ()})
    return words(silent, opening(answer, labels), labels)


def read_origins(listed: str) -> frozenset[str]:
    """Read origins with spaces between them; raises ``BadOrigins`` naming the one that is none."""
    for origin in listed.split():
        if not ORIGIN.fullmatch(origin):
            raise BadOrigins(
                f"{ORIGINS_VARIABLE}: expected origins such as https://intranet.example with"
                f" spaces between them, in small letters and without a path, got {origin}"
            )
    return frozenset(listed.split())


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


def _load_files(dist: Path) -> dict[str, File]:
    files = {}
    for path in dist.glob("*"):
        if path.suffix not in CONTENT_TYPES:
            continue
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()[:32]
        files[path.name] = File(
            content, gzip.compress(content, mtime=0), f'"{digest}"', CONTENT_TYPES[path.suffix]
        )
    return files


def _json(content: object, status: int = 200) -> HTTPResponse:
    headers = {"Cache-Control": "no-store"}
    return HTTPResponse(json.dumps(content), status, headers, "application/json")
