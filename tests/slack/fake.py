"""A Slack on loopback: Web API, response addresses, uploads and Socket Mode.

It checks tokens, scopes, signatures and the documented limits, and misbehaves when told to.
``complaints`` of its workspace holds everything that the real one would not have taken.
"""

import asyncio
import json
import re
import threading
from collections import Counter
from collections.abc import Callable, Coroutine
from itertools import count
from typing import Any, TypeVar

import aiohttp
from aiohttp import web

from tests.slack.limits import complaints
from tests.slack.scopes import SCOPES, granted, scope_of
from tests.slack.workspace import APP_TOKEN, BOT, BOT_ID, BOT_TOKEN, TEAM, Message, Workspace

T = TypeVar("T")

Fault = str
"""``429``, ``500`` (nothing was done), ``500 after`` and ``drop after`` (it was done), ``slow``, or
an error code of Slack's."""

NEEDED = {
    "chat.postMessage": ("channel", "text"),
    "chat.update": ("channel", "ts", "text"),
    "chat.delete": ("channel", "ts"),
    "chat.postEphemeral": ("channel", "user", "text"),
    "conversations.replies": ("channel", "ts"),
    "files.getUploadURLExternal": ("filename", "length"),
    "files.completeUploadExternal": ("files", "channel_id"),
    "files.delete": ("file",),
    "views.publish": ("user_id", "view"),
}

FORMS = {
    "ts": r"\d{10}\.\d{6}",
    "thread_ts": r"\d{10}\.\d{6}",
    "channel": r"[CDGUW][A-Z0-9]+",
    "channel_id": r"[CDGZ][A-Z0-9]+",
    "user": r"[UW][A-Z0-9]+",
    "user_id": r"[UW][A-Z0-9]+",
}
"""What an argument must look like; a number in place of a text loses digits of a ``ts``.

Only ``chat.postMessage`` opens a direct conversation for a user's id (slackapi/bolt-js, 2115).
"""

MAX_TEXT = 4000
"""Of a message's own text: https://docs.slack.dev/reference/methods/chat.update and
seratch/ChatGPT-in-Slack, issue 102."""
MAX_ALT = 1000
MAX_USES = 5
"""Of a ``response_url``: https://docs.slack.dev/interactivity/handling-user-interaction."""


class FakeSlack:
    """The server, in a thread of its own; ``faults`` says what happens to a call by its method."""

    def __init__(self) -> None:
        self.workspace = Workspace()
        self.calls: list[str] = []
        self.faults: Callable[[str], Fault | None] = lambda _: None
        self.sockets: set[web.WebSocketResponse] = set()
        self.acknowledged: set[str] = set()
        self.token = BOT_TOKEN
        self.scopes = granted()
        self._expire_next = False
        self._expired: set[str] = set()
        self._uses: Counter[str] = Counter()
        self._ids = count(1)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.port = 0

    def __enter__(self) -> "FakeSlack":
        self._thread.start()
        self.run(self._start())
        return self

    def __exit__(self, *_: object) -> None:
        self.run(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def run(self, work: Coroutine[Any, Any, T], limit_s: float = 300) -> T:
        """Run something on the server's loop and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(limit_s)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    async def _start(self) -> None:
        app = web.Application(client_max_size=10_000_000)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/response/{id}", self._response)
        app.router.add_post("/upload/{id}", self._upload)
        app.router.add_get("/socket", self._socket)
        self._runner = web.AppRunner(app, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.session = aiohttp.ClientSession()

    async def _stop(self) -> None:
        await self.session.close()
        await self.disconnect()
        await self._runner.cleanup()

    async def disconnect(self) -> None:
        """Break every socket, as a network does."""
        for socket in list(self.sockets):
            await socket.close()

    def expire_next(self) -> None:
        """Let the address for the next reply be too old."""
        self._expire_next = True

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        self.calls.append(method)
        given = f"Bearer {APP_TOKEN if method == 'apps.connections.open' else self.token}"
        if request.headers.get("Authorization") != given:
            return _error("invalid_auth")
        fault = self.faults(method)
        if fault == "429":
            return web.json_response(
                {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "1"}
            )
        if fault == "500":
            return web.Response(text="<html>upstream</html>", status=500)
        if fault == "slow":
            await asyncio.sleep(2)
        elif fault and not fault.endswith("after"):
            return _error(fault)
        arguments = dict(request.query)
        if request.can_read_body and request.content_type == "application/json":
            arguments |= await request.json()
        elif request.can_read_body:
            arguments |= {name: str(value) for name, value in (await request.post()).items()}
        answer = self._done(method, arguments)
        if fault == "500 after":
            return web.Response(text="<html>upstream</html>", status=502)
        if fault == "drop after" and request.transport:
            request.transport.close()
        return answer

    def _done(self, method: str, arguments: dict[str, Any]) -> web.Response:
        missing = [name for name in NEEDED.get(method, ()) if name not in arguments]
        if missing:
            self.workspace.complaints.append(f"{method} without {', '.join(missing)}")
            return _error("invalid_arguments")
        for name, form in FORMS.items():
            given = arguments.get(name)
            if given is None:
                continue
            is_user = name == "channel" and method != "chat.postMessage" and given[0] in "UW"
            if not isinstance(given, str) or not re.fullmatch(form, given) or is_user:
                self.workspace.complaints.append(f"{method} with {name}={given!r}")
                return _error("invalid_arguments")
        if method in SCOPES and scope_of(method, arguments) not in self.scopes:
            return _error("missing_scope")
        handler = getattr(self, f"_{method.replace('.', '_')}", None)
        if handler is None:
            self.workspace.complaints.append(f"a call of {method}")
            return _error("unknown_method")
        return handler(arguments)  # type: ignore[no-any-return]  # found by its name

    def _checked(self, message: dict[str, Any]) -> str | None:
        blocks = message.get("blocks") or []
        found = complaints(blocks) if blocks else []
        self.workspace.complaints += found
        if found:
            return "invalid_blocks"
        if len(message["text"]) > MAX_TEXT:
            self.workspace.complaints.append("msg_too_long")
            return "msg_too_long"
        if not message["text"] and not blocks:
            self.workspace.complaints.append("no_text")
            return "no_text"
        carried = message.get("metadata")
        if carried is not None and not _is_metadata(carried):
            self.workspace.complaints.append("invalid_metadata_format")
            return "invalid_metadata_format"
        return None

    def _auth_test(self, _: dict[str, Any]) -> web.Response:
        return _ok(user_id=BOT, team_id=TEAM, bot_id=BOT_ID)

    def _apps_connections_open(self, _: dict[str, Any]) -> web.Response:
        return _ok(url=f"ws://127.0.0.1:{self.port}/socket")

    def _chat_postMessage(self, given: dict[str, Any]) -> web.Response:
        channel = given["channel"]
        if channel.startswith("U"):  # Slack opens the direct conversation by itself
            channel = f"D{channel[1:]}"
        if channel in self.workspace.archived:
            return _error("is_archived")
        if channel in self.workspace.not_in:
            return _error("not_in_channel")
        if refused := self._checked(given):
            return _error(refused)
        if (thread := given.get("thread_ts")) and not self.workspace.has_thread(channel, thread):
            self.workspace.complaints.append(f"{channel} has no thread {thread}")
            return _error("thread_not_found")
        ts = self.workspace.ts()
        self.workspace.messages[channel, ts] = Message(
            channel,
            ts,
            given.get("thread_ts", ts),
            BOT,
            given["text"],
            given.get("blocks") or [],
            given.get("metadata") or {},
        )
        return _ok(channel=channel, ts=ts)

    def _chat_update(self, given: dict[str, Any]) -> web.Response:
        message = self.workspace.messages.get((given["channel"], given["ts"]))
        if message is None or not message.is_own:
            return _error("message_not_found")
        if refused := self._checked(given):
            return _error(refused)
        message.text, message.blocks = given["text"], given.get("blocks") or []
        message.metadata = given.get("metadata", message.metadata)
        message.edits += 1
        return _ok(channel=message.channel, ts=message.ts)

    def _chat_delete(self, given: dict[str, Any]) -> web.Response:
        if self.workspace.keeps_all:
            return _error("compliance_exports_prevent_deletion")
        if self.workspace.messages.pop((given["channel"], given["ts"]), None) is None:
            return _error("message_not_found")
        return _ok()

    def _chat_postEphemeral(self, given: dict[str, Any]) -> web.Response:
        self.workspace.private.append(given)
        return _ok(message_ts=self.workspace.ts())

    def _conversations_replies(self, given: dict[str, Any]) -> web.Response:
        channel, thread = given["channel"], given["ts"]
        found = [
            message.as_slack()
            for (where, _), message in self.workspace.posted()
            if where == channel and message.thread == thread
        ]
        if not found:
            return _error("thread_not_found")
        start = int(given.get("cursor") or 0)
        page, rest = found[start : start + 5], found[start + 5 :]
        return _ok(
            messages=page,
            response_metadata={"next_cursor": str(start + 5) if rest else ""},
        )

    def _views_publish(self, given: dict[str, Any]) -> web.Response:
        self.workspace.complaints += complaints(given["view"]["blocks"], most=100)
        self.workspace.views[given["user_id"]] = given["view"]
        return _ok()

    def _files_getUploadURLExternal(self, given: dict[str, Any]) -> web.Response:
        if len(given.get("alt_txt") or "") > MAX_ALT:
            self.workspace.complaints.append("alt_txt_too_large")
            return _error("alt_txt_too_large")
        file = f"F{next(self._ids)}"
        self.workspace.files[file] = {"alt_txt": given.get("alt_txt"), "length": given["length"]}
        return _ok(upload_url=f"{self.url}/upload/{file}", file_id=file)

    def _files_completeUploadExternal(self, given: dict[str, Any]) -> web.Response:
        files = json.loads(given["files"]) if isinstance(given["files"], str) else given["files"]
        channel, thread = given["channel_id"], given.get("thread_ts")
        if thread and not self.workspace.has_thread(channel, thread):
            self.workspace.complaints.append(f"{channel} has no thread {thread}")
            return _error("invalid_thread_ts")
        for file in files:
            self.workspace.files[file["id"]] |= {
                "title": file.get("title"),
                "channel": channel,
                "thread": thread,
            }
        return _ok(files=files)

    def _files_delete(self, given: dict[str, Any]) -> web.Response:
        return _ok() if self.workspace.files.pop(given["file"], None) else _error("file_not_found")

    async def _upload(self, request: web.Request) -> web.Response:
        self.workspace.files[request.match_info["id"]]["content"] = await request.read()
        return web.Response(text="OK")

    async def _response(self, request: web.Request) -> web.Response:
        fault = self.faults("response_url")
        if fault in ("429", "500"):
            return web.Response(status=int(fault), headers={"Retry-After": "1"})
        if fault:
            return web.Response(text=fault, status=400)
        address = request.match_info["id"]
        self._uses[address] += 1
        if self._uses[address] > MAX_USES:
            self.workspace.complaints.append("used_url")
        if self._expire_next:
            self._expire_next = False
            self._expired.add(address)
        if self._uses[address] > MAX_USES or address in self._expired:
            return web.Response(text="expired_url", status=404)
        given = await request.json()
        if refused := self._checked(given):
            return web.Response(text=refused, status=400)
        self.workspace.private.append(given | {"url": address})
        return web.Response(text="ok")

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.add(socket)
        await socket.send_json({"type": "hello", "num_connections": len(self.sockets)})
        try:
            async for message in socket:
                if message.type == aiohttp.WSMsgType.TEXT:
                    self.acknowledged.add(json.loads(message.data).get("envelope_id", ""))
        finally:
            self.sockets.discard(socket)
        return socket


def one_after_another(
    *faults: Fault | None, method: str = "chat.postMessage"
) -> Callable[[str], Fault | None]:
    """The first calls of a method go wrong in these ways, all others go well."""
    waiting = list(faults)
    return lambda called: waiting.pop(0) if waiting and called == method else None


def _is_metadata(carried: Any) -> bool:
    """https://docs.slack.dev/messaging/message-metadata: a name, and primitive values by name."""
    payload = carried.get("event_payload")
    return (
        bool(re.fullmatch(r"\w+", carried.get("event_type", "")))
        and isinstance(payload, dict)
        and all(isinstance(value, str | int | bool) for value in payload.values())
    )


def _ok(**more: Any) -> web.Response:
    return web.json_response({"ok": True, **more})


def _error(code: str) -> web.Response:
    return web.json_response({"ok": False, "error": code})
