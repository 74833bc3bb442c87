"""Servers that are started together and end together.

The ready-made process runners were tried on paper first. honcho, the best kept one for Python, ends
the others when one dies, but never escalates a Ctrl-C that a child ignores, waits for ever on a
grandchild that holds a pipe, and knows no health check; the rest are daemons of their own. Hence
this: one process group each, asked to end, then made to.
"""

import os
import re
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, TracebackType
from typing import IO

from b2m_cli.errors import Stop

LAST_LINES = 200
SHOWN_LINES = 6
STOP_LIMIT_S = 10.0
TURN_S = 0.1
_COLOUR = re.compile("\x1b\\[[0-9;]*m")
_FRAME = re.compile(r"\s|Traceback|The above exception|During handling|\S+: \w*Warning: ")
Heard = Callable[[str, str], None]
_ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Asked(Exception):
    """Somebody asked for the end: Ctrl-C, a closed terminal, or a polite signal."""


@dataclass(frozen=True)
class Server:
    """A program to run: what people call it, its command, and what it adds to the environment."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


class _Child:
    """A running server with all that it starts, and the last lines that they said."""

    def __init__(self, server: Server, folder: Path, heard: Heard) -> None:
        self.server = server
        self.last_lines: deque[str] = deque(maxlen=LAST_LINES)
        self._heard = heard
        self._process = subprocess.Popen(  # noqa: S603 (the commands are ours)
            server.command,
            cwd=folder,
            env=os.environ | server.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,  # a Ctrl-C reaches us alone; we end the group in order
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        said: IO[str] | None = self._process.stdout
        for coloured in said or ():
            line = _COLOUR.sub("", coloured).rstrip()
            self.last_lines.append(line)
            self._heard(self.server.name, line)

    @property
    def exit_code(self) -> int | None:
        return self._process.poll()

    def why(self, what: str) -> str:
        """What happened, with the exit code, and its last lines below."""
        self._listener.join(timeout=1)  # what it said last may still be on its way
        code = self.exit_code
        how = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
        return "\n".join((f"{what} ({how})", *self.quoted()))

    def quoted(self) -> list[str]:
        """What it said last, set off from ours, without the frames of tracebacks."""
        telling = [line for line in tuple(self.last_lines) if line and not _FRAME.match(line)]
        return [f"    {line}" for line in telling[-SHOWN_LINES:]]

    def signal_group(self, number: signal.Signals) -> None:
        """Reach the process and whatever it started, also after its own end."""
        try:
            os.killpg(self._process.pid, number)
        except ProcessLookupError:
            return

    def wait(self, limit_s: float) -> None:
        try:
            self._process.wait(timeout=max(0.0, limit_s))
        except subprocess.TimeoutExpired:
            return


class Servers:
    """Starts its servers in ``folder`` on entering, leaves nothing of them running on leaving.

    ``heard`` gets the name of a server and each line it says. Between entering and leaving, the
    signals that ask for an end are taken note of; ``wait`` and ``wait_until`` then raise ``Asked``.
    """

    def __init__(self, *servers: Server, folder: Path, heard: Heard) -> None:
        self._servers = servers
        self._folder = folder
        self._heard = heard
        self._children: list[_Child] = []
        self._asked = threading.Event()
        self._handlers: dict[int, object] = {}

    def __enter__(self) -> "Servers":
        for number in _ENDING_SIGNALS:
            self._handlers[number] = signal.signal(number, self._note)
        try:
            for server in self._servers:
                self._children.append(_Child(server, self._folder, self._heard))
        except OSError as error:
            self._stop()
            raise Stop(f"could not be started: {error}") from error
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: object, _trace: TracebackType | None
    ) -> None:
        self._stop()

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self._asked.set()

    def _look(self) -> None:
        if self._asked.is_set():
            raise Asked
        for child in self._children:
            if child.exit_code is not None:
                raise Stop(child.why(f"the {child.server.name} ended"))

    def wait(self) -> None:
        """Wait for the end. Raises ``Asked`` when asked for it, ``Stop`` when a server ended."""
        while True:
            self._look()
            self._asked.wait(TURN_S)

    def wait_until(self, ready: Callable[[], bool], limit_s: float, what: str) -> None:
        """Wait until ``ready`` holds; besides what ``wait`` raises, ``Stop`` after ``limit_s``."""
        began = time.monotonic()
        while True:
            self._look()
            if ready():
                return
            if time.monotonic() - began > limit_s:
                raise Stop(f"{what} not within {limit_s:.0f} s\n{self.last_lines()}")
            self._asked.wait(TURN_S)

    def last_lines(self) -> str:
        """What each server said last, one below the other."""
        return "\n".join(
            line
            for child in self._children
            for line in (f"  the {child.server.name} said last:", *child.quoted())
        )

    def wait_for_exit(self) -> None:
        """Wait until the one server has done its work; raises ``Asked``, ``Stop`` if it failed."""
        (child,) = self._children
        while child.exit_code is None:
            if self._asked.wait(TURN_S):
                raise Asked
        if child.exit_code != 0:
            raise Stop(child.why(f"the {child.server.name} failed"))

    def _stop(self) -> None:
        for child in self._children:
            child.signal_group(signal.SIGTERM)
        until = time.monotonic() + STOP_LIMIT_S
        for child in self._children:
            child.wait(until - time.monotonic())
            child.signal_group(signal.SIGKILL)
            child.wait(STOP_LIMIT_S)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # as signal.signal gave it
