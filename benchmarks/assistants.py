"""The two assistants that are measured: this one, and the bot that ``rasa init`` creates.

Each is trained from nothing, started as its user would, and asked over Rasa's REST channel.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import requests

ROOT = Path(__file__).parents[1]
START_LIMIT_S = 300.0
RASA = [sys.executable, "-m", "rasa"]
QUIET = os.environ | {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}


@dataclass(frozen=True)
class Assistant:
    """How one assistant is trained and started in ``folder``, and what it is asked, in turn."""

    name: str
    folder: Path
    train: list[str]
    start: list[str]
    port: int
    questions: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The address of the REST channel."""
        return f"http://127.0.0.1:{self.port}/webhooks/rest/webhook"

    def ask(self, sender: str, message: str) -> list[dict[str, object]]:
        """One turn; raises ``requests.RequestException`` when there is no answer."""
        answer = requests.post(self.url, json={"sender": sender, "message": message}, timeout=60)
        answer.raise_for_status()
        messages: list[dict[str, object]] = answer.json()
        return messages


def free_port() -> int:
    """A port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def this_assistant(work: Path) -> Assistant:
    """This project's assistant, in a copy of the tree that holds no model yet."""
    folder = work / "assistant"
    kept_out = shutil.ignore_patterns(".*", "models", "node_modules", "tests")
    shutil.copytree(ROOT, folder, ignore=kept_out)
    port = free_port()
    return Assistant(
        name="this assistant",
        folder=folder,
        train=[sys.executable, "-m", "b2m_cli.main", "train"],
        start=[sys.executable, "-m", "b2m_cli.main", "serve"],
        port=port,
        questions=("β2M 6.1, creatinine 2.4", "albumin 3.1", "what does ISS stage III mean?"),
        environment={
            "B2M_PORT": str(port),
            "B2M_ACTION_PORT": str(free_port()),
            "PYTHONPATH": str(folder),
        },
    )


def starter_bot(work: Path) -> Assistant:
    """The bot that ``rasa init`` creates, as it comes."""
    folder = work / "starter"
    folder.mkdir()
    subprocess.run(
        [*RASA, "init", "--no-prompt", "--init-dir", str(folder)],
        check=True,
        env=QUIET,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    shutil.rmtree(folder / "models", ignore_errors=True)
    port = free_port()
    return Assistant(
        name="starter bot",
        folder=folder,
        train=[*RASA, "train"],
        start=[*RASA, "run", "-i", "127.0.0.1", "-p", str(port)],
        port=port,
        questions=("hello", "I am sad", "did that help? yes"),
    )


def train(assistant: Assistant) -> float:
    """Train from nothing; seconds."""
    began = time.perf_counter()
    subprocess.run(
        assistant.train,
        cwd=assistant.folder,
        env=QUIET | assistant.environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - began


@dataclass(frozen=True)
class Running:
    """A started assistant: the process above all others, and the seconds to the first answer."""

    process: psutil.Process
    seconds_to_first_answer: float


@contextmanager
def running(assistant: Assistant) -> Iterator[Running]:
    """Start, wait for the first answer, and stop everything in the end.

    Raises ``RuntimeError`` when it ends by itself or does not answer within ``START_LIMIT_S``.
    """
    began = time.perf_counter()
    process = subprocess.Popen(
        assistant.start,
        cwd=assistant.folder,
        env=QUIET | assistant.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            try:
                if assistant.ask("first", assistant.questions[0]):
                    break
            except requests.RequestException:
                time.sleep(0.1)
            if process.poll() is not None:
                raise RuntimeError(f"{assistant.name} ended with {process.returncode}")
            if time.perf_counter() - began > START_LIMIT_S:
                raise RuntimeError(f"{assistant.name}: no answer in {START_LIMIT_S:.0f} s")
        yield Running(psutil.Process(process.pid), time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait(timeout=60)
