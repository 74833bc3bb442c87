"""The action server: on this machine only, and silent about what it was sent."""

import http.client
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from actions.server import HOST
from b2m_cli.assistant import free_place
from tests.actions.trackers import tracker_state

PROJECT = Path(__file__).parents[2]
TYPED = "β2M 6.1 mg/L"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A started server."""
    port = free_place().action_port
    process = subprocess.Popen(
        [sys.executable, "-m", "actions.server"],
        cwd=PROJECT,
        env=os.environ | {"B2M_ACTION_PORT": str(port)},
    )
    try:
        while process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex((HOST, port)) == 0:
                    break
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def _call(port: int, body: bytes) -> tuple[int, Any]:
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    connection.request("POST", "/webhook", body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    return response.status, json.loads(response.read())


def test_it_listens_on_loopback_alone(port: int) -> None:
    """No other address of this machine reaches it, not even of its own loopback network."""
    assert HOST == "127.0.0.1"
    with socket.socket() as other:
        assert other.connect_ex(("127.0.0.2", port)) != 0


def test_a_call_answers_the_turn(port: int) -> None:
    body = {"next_action": "action_respond", "tracker": tracker_state("give_values", TYPED)}
    status, result = _call(port, json.dumps(body).encode())
    assert status == 200
    (answer,) = [m["custom"]["answer"] for m in result["responses"] if m["custom"]]
    assert [o["code"] for o in answer["observations"]] == ["b2m_serum"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (TYPED.encode(), 400),
        (json.dumps([TYPED]).encode(), 500),
        (json.dumps({"next_action": TYPED, "tracker": {}}).encode(), 500),
        (json.dumps({"next_action": "action_respond", "tracker": {"x": TYPED}}).encode(), 500),
    ],
)
def test_an_error_repeats_nothing_of_what_was_sent(port: int, body: bytes, status: int) -> None:
    given, said = _call(port, body)
    assert given == status
    assert list(said) == ["error"]
    assert TYPED not in json.dumps(said, ensure_ascii=False)


def test_a_port_that_is_none_stops_it_with_one_line() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "actions.server"],
        cwd=PROJECT,
        env=os.environ | {"B2M_ACTION_PORT": "five"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (1, "B2M_ACTION_PORT must be a number.\n")
