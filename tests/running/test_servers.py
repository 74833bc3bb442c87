"""Servers that start together end together, and nothing of them stays."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from b2m_cli import servers
from b2m_cli.errors import Stop
from b2m_cli.servers import Asked, Server, Servers

# Says its name, starts a child of its own that ends with nobody's help but ours, and stays.
STAYS = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print("pids", os.getpid(), child.pid, flush=True)
time.sleep(600)
"""
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + STAYS
# Its grandchild outlives a polite end.
LEAVES_A_STUBBORN_CHILD = STAYS.replace(
    '"import time; time',
    '"import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time',
)
DIES = "import sys; print('first'); print('no such model'); sys.exit(7)"


def python(name: str, code: str) -> Server:
    return Server(name, (sys.executable, "-c", code))


class Heard:
    """What was said, and by which processes."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.pids: list[int] = []

    def __call__(self, name: str, line: str) -> None:
        if line.startswith("pids"):
            self.pids += [int(pid) for pid in line.split()[1:]]
        self.lines.append(f"{name}: {line.rstrip()}")

    def enough(self, count: int) -> Callable[[], bool]:
        return lambda: len(self.pids) == count

    def living(self) -> list[int]:
        return [pid for pid in self.pids if _lives(pid)]

    def left_running(self) -> list[int]:
        """Those that are still there when a killed process has had the time to go."""
        until = time.monotonic() + 5
        while self.living() and time.monotonic() < until:
            time.sleep(0.01)
        return self.living()


def _lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture(autouse=True)
def _short_patience(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    monkeypatch.setattr(servers, "STOP_LIMIT_S", 1.0)
    yield
    assert {number: signal.getsignal(number) for number in before} == before


@pytest.mark.parametrize(
    "code",
    [STAYS, STUBBORN, LEAVES_A_STUBBORN_CHILD],
    ids=["polite", "stubborn", "stubborn grandchild"],
)
def test_nothing_is_left_running_not_even_a_grandchild(
    code: str, heard: Heard, tmp_path: Path
) -> None:
    with Servers(python("a", code), python("b", code), folder=tmp_path, heard=heard) as both:
        both.wait_until(heard.enough(4), 30, "ready")
        assert len(heard.living()) == 4
    assert heard.left_running() == []


def test_when_one_dies_the_other_is_stopped_and_the_reason_is_shown(
    heard: Heard, tmp_path: Path
) -> None:
    with (
        pytest.raises(Stop) as stop,
        Servers(python("a", STAYS), python("b", DIES), folder=tmp_path, heard=heard) as both,
    ):
        both.wait()
    assert str(stop.value) == "the b ended (exit code 7)\n    first\n    no such model"
    assert heard.left_running() == []


def test_a_server_that_was_killed_is_named_with_the_signal(heard: Heard, tmp_path: Path) -> None:
    with (
        pytest.raises(Stop, match=r"^the a ended \(signal 9\)"),
        Servers(python("a", STAYS), folder=tmp_path, heard=heard) as one,
    ):
        one.wait_until(heard.enough(2), 30, "ready")
        os.kill(heard.pids[0], signal.SIGKILL)
        one.wait()
    assert heard.left_running() == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_each_ending_signal_stops_everything(
    number: signal.Signals, heard: Heard, tmp_path: Path
) -> None:
    with (
        pytest.raises(Asked),
        Servers(python("a", STAYS), folder=tmp_path, heard=heard) as one,
    ):
        one.wait_until(heard.enough(2), 30, "ready")
        threading.Timer(0.2, os.kill, (os.getpid(), number)).start()
        one.wait()
    assert heard.left_running() == []


def test_a_server_that_never_gets_ready_is_given_up(heard: Heard, tmp_path: Path) -> None:
    with (
        pytest.raises(Stop) as stop,
        Servers(
            python("a", "print('waiting', flush=True); import time; time.sleep(600)"),
            folder=tmp_path,
            heard=heard,
        ) as one,
    ):
        one.wait_until(lambda: False, 1.5, "the servers were ready")
    assert str(stop.value) == (
        "the servers were ready not within 2 s\n  the a said last:\n    waiting"
    )


def test_a_program_that_is_missing_stops_what_was_started(heard: Heard, tmp_path: Path) -> None:
    missing = Server("b", (str(tmp_path / "nothing"),))
    with (
        pytest.raises(Stop, match="could not be started"),
        Servers(python("a", STAYS), missing, folder=tmp_path, heard=heard),
    ):
        pass
    assert heard.left_running() == []


def test_work_that_ends_well_is_waited_for(heard: Heard, tmp_path: Path) -> None:
    with Servers(python("a", "print('done')"), folder=tmp_path, heard=heard) as one:
        one.wait_for_exit()
    assert heard.lines == ["a: done"]


def test_work_that_fails_gives_its_reason(heard: Heard, tmp_path: Path) -> None:
    with (
        pytest.raises(Stop, match="no such model"),
        Servers(python("a", DIES), folder=tmp_path, heard=heard) as one,
    ):
        one.wait_for_exit()


def test_a_server_runs_in_the_folder_and_environment_it_is_given(
    heard: Heard, tmp_path: Path
) -> None:
    code = "import os; print(os.getcwd(), os.environ['B2M_ACTION_PORT'])"
    server = Server("a", (sys.executable, "-c", code), {"B2M_ACTION_PORT": "5055"})
    with Servers(server, folder=tmp_path, heard=heard) as one:
        one.wait_for_exit()
    assert heard.lines == [f"a: {tmp_path.resolve()} 5055"]
