"""The assistant as its users have it, started once for all tests that talk to it."""

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from b2m_cli.assistant import free_place

# How long an example takes says something about the machine, and nothing about the code. In CI the
# examples are the same each time, so that a change is judged by what it changed; elsewhere they are
# new ones every time, and what they find becomes a case.
settings.register_profile("any machine", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("any machine")

TODAY = "2026-11-22"
TURN_LIMIT_S = 30.0
PROJECT = Path(__file__).parents[1]


@dataclass(frozen=True)
class RunningAssistant:
    """A started assistant, asked over its REST channel."""

    url: str

    def post(self, body: bytes) -> tuple[int, Any]:
        """Send a request's body as it is; the status and the JSON that came back."""
        request = urllib.request.Request(  # noqa: S310 (loopback)
            f"{self.url}/webhooks/rest/webhook", body, {"Content-Type": "application/json"}
        )
        try:
            with urllib.request.urlopen(request, timeout=TURN_LIMIT_S) as response:  # noqa: S310
                return response.status, json.load(response)
        except urllib.error.HTTPError as refused:
            return refused.code, json.load(refused)

    def status(self, path: str) -> int:
        """The status of a plain request."""
        try:
            with urllib.request.urlopen(f"{self.url}{path}", timeout=TURN_LIMIT_S) as response:  # noqa: S310
                return int(response.status)
        except urllib.error.HTTPError as refused:
            return refused.code

    def messages(self, sender: str, text: str) -> list[dict[str, Any]]:
        """The messages of one turn."""
        status, messages = self.post(json.dumps({"sender": sender, "message": text}).encode())
        assert status == 200, messages
        return list(messages)

    def answer(self, sender: str, text: str) -> dict[str, Any]:
        """The one answer of a turn."""
        messages = self.messages(sender, text)
        (answer,) = [said["custom"]["answer"] for said in messages if "custom" in said]
        return dict(answer)


@pytest.fixture(scope="session")
def running_assistant() -> Iterator[RunningAssistant]:
    """``b2m serve`` on free ports, on a fixed day; trains first where there is no model."""
    place = free_place()
    environment = {
        "B2M_TODAY": TODAY,
        "B2M_HOST": place.host,
        "B2M_PORT": str(place.port),
        "B2M_ACTION_PORT": str(place.action_port),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "b2m_cli.main", "serve"],
        cwd=PROJECT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        first = process.stdout.readline()  # printed once both servers answer
        assert first.startswith("Ready"), f"b2m serve ended with {process.wait()}"
        yield RunningAssistant(place.url)
    finally:
        process.terminate()
        process.wait(timeout=30)
