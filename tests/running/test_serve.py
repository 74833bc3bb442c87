"""``b2m serve`` from the first training to the last process, with servers that start in no time.

``project/`` stands in for Rasa and the action server; the command and the knowledge are the real
ones, in a copy of their own.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).parents[2]
LIMIT_S = 60


class Project:
    """A copy with the real command, and the processes that it started."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(Path(__file__).parent / "project", folder, dirs_exist_ok=True)
        for package in ("b2m_cli", "b2m_core"):
            shutil.copytree(
                ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__")
            )
        self.port, self.action_port = _free_ports()
        self._environment = {
            **{name: os.environ[name] for name in os.environ if not name.startswith("B2M_")},
            "PYTHONPATH": str(folder),
            "PYTHONDONTWRITEBYTECODE": "1",
            "B2M_PORT": str(self.port),
            "B2M_ACTION_PORT": str(self.action_port),
        }
        self._started: list[subprocess.Popen[str]] = []

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        command = subprocess.Popen(
            [sys.executable, "-m", "b2m_cli.main", *arguments],
            cwd=self.folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._started.append(command)
        return command

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Exit code, standard output, standard error."""
        command = self.start(*arguments)
        said, complained = command.communicate(timeout=LIMIT_S)
        return command.returncode, said, complained

    def serve_until_ready(self) -> subprocess.Popen[str]:
        command = self.start("serve")
        assert command.stdout
        assert command.stdout.readline().startswith("Ready after ")
        return command

    def left_running(self) -> list[int]:
        pids = self.folder / "pids"
        known = [int(line) for line in pids.read_text().split()] if pids.exists() else []
        until = time.monotonic() + 5
        while time.monotonic() < until and any(_lives(pid) for pid in known):
            time.sleep(0.01)
        return [pid for pid in known if _lives(pid)]

    def models(self) -> list[Path]:
        return sorted(self.folder.glob("models/*.tar.gz"))

    def clean_up(self) -> None:
        for command in self._started:
            if command.poll() is None:
                command.terminate()
            command.communicate(timeout=LIMIT_S)


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        for probe in (one, other):
            probe.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


def _lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    project = Project(tmp_path)
    yield project
    project.clean_up()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_trains_starts_says_where_and_stops_when_asked(
    project: Project, number: signal.Signals
) -> None:
    command = project.start("serve")
    assert command.stdout
    said = [command.stdout.readline() for _ in range(3)]
    command.send_signal(number)
    _, complained = command.communicate(timeout=LIMIT_S)
    assert re.fullmatch(
        rf"Ready after \d+ s\. Open http://127\.0\.0\.1:{project.port}/\S+\n", said[0]
    )
    assert said[1:] == ["and ask, for example: β2M 6.1, creatinine 2.4\n", "Ctrl-C stops it.\n"]
    assert re.fullmatch(
        r"Training the model for the present data, about a minute:\n"
        r"  Classifier\nTrained in \d+ s\.\nStarting the assistant …\nStopped\.\n",
        complained,
    )
    assert command.returncode == 0
    assert project.left_running() == []
    assert not (project.folder / ".rasa" / "running.json").exists()


def test_it_trains_once_for_the_same_data_and_anew_for_other_data(project: Project) -> None:
    assert project.run("train")[0] == 0
    first = project.models()
    assert project.run("train") == (0, "", "The model for the present data is there.\n")
    (project.folder / "data" / "nlu.yml").write_text('version: "3.1"\nnlu: []\n')
    assert "Trained in" in project.run("train")[2]
    assert len(first) == 1
    assert len(project.models()) == 2


def test_a_training_that_fails_says_why_and_leaves_no_model(project: Project) -> None:
    (project.folder / "config.yml").write_text("pipeline: broken\n")
    code, said, complained = project.run("serve")
    assert (code, said) == (1, "")
    assert "b2m: the training failed (exit code 1)\n" in complained
    assert "    InvalidConfigException: no component is called 'broken'\n" in complained
    assert list((project.folder / "models").iterdir()) == []
    assert project.left_running() == []


@pytest.mark.parametrize("variable", ["B2M_PORT", "B2M_ACTION_PORT"])
def test_a_port_in_use_is_one_line_before_anything_starts(project: Project, variable: str) -> None:
    port = project.port if variable == "B2M_PORT" else project.action_port
    with socket.socket() as occupied:
        occupied.bind(("127.0.0.1", port))
        occupied.listen()
        assert project.run("serve") == (
            1,
            "",
            f"b2m: cannot listen on 127.0.0.1, port {port} (Address already in use):"
            f" stop what listens there, or choose another one with {variable}\n",
        )
    assert project.models() == []


def test_one_port_for_both_servers_is_bad_usage(project: Project) -> None:
    code, _, complained = project.run("serve", "--action-port", str(project.port))
    assert code == 2
    assert complained == f"b2m: both servers are given port {project.port}: they need two\n"


def test_a_broken_knowledge_file_is_one_line_before_anything_starts(project: Project) -> None:
    (project.folder / "b2m_core/knowledge/content/rules/iss.yml").write_text("code: iss\ntitle: 3")
    code, said, complained = project.run("serve")
    assert (code, said) == (1, "")
    assert complained.startswith("b2m: the knowledge cannot be used: rules/iss.yml: ")
    assert complained.count("\n") == 1
    assert project.models() == []


def test_when_a_server_dies_the_other_is_stopped_and_the_reason_shown(project: Project) -> None:
    command = project.serve_until_ready()
    (project.folder / "die").touch()
    _, complained = command.communicate(timeout=LIMIT_S)
    assert command.returncode == 1
    assert complained.endswith("b2m: the action server ended (exit code 9)\n    the disk is full\n")
    assert project.left_running() == []


def test_servers_that_do_not_answer_the_example_are_not_called_ready(project: Project) -> None:
    (project.folder / "mute").touch()
    code, said, complained = project.run("serve")
    assert (code, said) == (1, "")
    assert f"the assistant at http://127.0.0.1:{project.port} gave 0 answers" in complained
    assert project.left_running() == []


def test_a_question_goes_to_the_running_assistant(project: Project) -> None:
    project.serve_until_ready()
    code, said, complained = project.run("ask", "β2M 6.1", "--json")
    assert (code, complained) == (0, "")
    assert json.loads(said) == {"text": "β2M 6.1 on no day", "kind": "assessment"}


def test_without_one_the_question_starts_the_assistant_and_ends_it(project: Project) -> None:
    code, said, complained = project.run("ask", "β2M 6.1", "--today", "2026-11-22")
    assert (code, said) == (0, "β2M 6.1 on 2026-11-22\n")
    assert complained.startswith("No assistant is running: it is started for this question")
    assert project.left_running() == []
