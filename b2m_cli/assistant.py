"""The whole assistant as two servers: the action server and Rasa, at given addresses."""

import http.client
import json
import os
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from b2m_cli.errors import BadInput, Stop
from b2m_cli.knowledge import knowledge
from b2m_cli.model import PROJECT, QUIET, trained_model
from b2m_cli.servers import Heard, Server, Servers

EXAMPLE = "β2M 6.1, creatinine 2.4"
START_LIMIT_S = 180.0
HEALTH_LIMIT_S = 1.0
TURN_LIMIT_S = 20.0
_STATE = PROJECT / ".rasa" / "running.json"


@dataclass(frozen=True)
class Place:
    """Where the assistant listens: one host, a port for users and one for the action server."""

    host: str
    port: int
    action_port: int

    @property
    def url(self) -> str:
        """The address for users of this machine."""
        host = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104
        host = f"[{host}]" if ":" in host else host
        return f"http://{host}:{self.port}"

    @property
    def action_url(self) -> str:
        """The address of the action server, which only this machine reaches."""
        return f"http://127.0.0.1:{self.action_port}"


def free_place() -> Place:
    """Two free ports of the loopback interface, for an assistant of one question."""
    with socket.socket() as one, socket.socket() as other:
        for probe in (one, other):
            probe.bind(("127.0.0.1", 0))
        return Place("127.0.0.1", one.getsockname()[1], other.getsockname()[1])


def check_free(place: Place) -> None:
    """Raise ``Stop`` when one of the two ports cannot be listened on, ``BadInput`` for one port."""
    if place.port == place.action_port:
        raise BadInput(f"both servers are given port {place.port}: they need two")
    for host, port, name in (
        (place.host, place.port, "B2M_PORT"),
        ("127.0.0.1", place.action_port, "B2M_ACTION_PORT"),
    ):
        try:
            family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            with socket.socket(family, kind) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
        except OSError as error:
            raise Stop(
                f"cannot listen on {host}, port {port} ({error.strerror or error}): "
                f"stop what listens there, or choose another one with {name}"
            ) from error


def servers(place: Place, today: str | None, heard: Heard, *, verbose: bool = False) -> Servers:
    """The two servers for the present data, not started yet; trains where there is no model.

    ``today``, an ISO date, fixes the day that relative dates are resolved against.
    """
    check_free(place)
    knowledge()
    model = trained_model()
    environment = QUIET | {
        "B2M_ACTION_PORT": str(place.action_port),
        "LOG_LEVEL": "INFO" if verbose else "WARNING",
    }
    if today:
        environment["B2M_TODAY"] = today
    actions = Server("action server", (sys.executable, "-m", "actions.server"), environment)
    rasa = Server(
        "Rasa server",
        (
            *(sys.executable, "-m", "rasa", "run", "-i", place.host, "-p", str(place.port)),
            *("--endpoints", "endpoints.yml", "--credentials", "credentials.yml"),
            *("--model", str(model.relative_to(PROJECT))),
        ),
        environment,
    )
    return Servers(actions, rasa, folder=PROJECT, heard=heard)


@contextmanager
def started(today: str | None) -> Iterator[str]:
    """The address of an assistant of one's own, for as long as it is needed."""
    place = free_place()
    with servers(place, today, heard=lambda _name, _line: None) as both:
        both.wait_until(lambda: is_healthy(place), START_LIMIT_S, "the assistant was ready")
        yield place.url


def _get(url: str, body: bytes | None, limit_s: float) -> bytes:
    request = urllib.request.Request(  # noqa: S310 (http by its making)
        url, body, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=limit_s) as response:  # noqa: S310
        content: bytes = response.read()
        return content


def is_healthy(place: Place) -> bool:
    """Whether both servers answer."""
    try:
        _get(f"{place.action_url}/health", None, HEALTH_LIMIT_S)
        _get(f"{place.url}/webhooks/rest/", None, HEALTH_LIMIT_S)
    except (OSError, http.client.HTTPException):
        return False
    return True


def ask(url: str, sender: str, message: str) -> dict[str, Any]:
    """One turn over the REST channel: the answer as contract JSON.

    Raises ``BadInput`` when the message is refused, ``Stop`` when there is no answer.
    """
    body = json.dumps({"sender": sender, "message": message}).encode()
    try:
        content = _get(f"{url}/webhooks/rest/webhook", body, TURN_LIMIT_S)
        answers = [
            part["custom"]["answer"]
            for part in json.loads(content)
            if "answer" in part.get("custom", {})
        ]
    except urllib.error.HTTPError as error:
        raise BadInput(_refusal(error)) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Stop(f"no answer from the assistant at {url}: {error}") from error
    if len(answers) != 1:
        raise Stop(f"the assistant at {url} gave {len(answers)} answers, expected one")
    answer: dict[str, Any] = answers[0]
    return answer


def _refusal(error: urllib.error.HTTPError) -> str:
    try:
        return str(json.loads(error.read())["error"])
    except (ValueError, KeyError, TypeError):
        return f"the assistant refused the message ({error.code})"


def running_url() -> str | None:
    """The address of the running assistant: ``B2M_URL``, or what ``b2m serve`` noted; else None."""
    if url := os.environ.get("B2M_URL"):
        return url.rstrip("/")
    try:
        noted = json.loads(_STATE.read_text())
        place = Place(noted["host"], noted["port"], noted["action_port"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return place.url if is_healthy(place) else None


def note_running(place: Place) -> Path:
    """Note the address for ``running_url``; the file is to be removed in the end."""
    _STATE.parent.mkdir(exist_ok=True)
    noted = {"host": place.host, "port": place.port, "action_port": place.action_port}
    _STATE.write_text(json.dumps(noted))
    return _STATE
