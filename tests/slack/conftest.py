"""The running assistant with a Slack of its own on loopback, started once for all tests here."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from b2m_cli.assistant import free_place
from tests.conftest import PROJECT, TODAY
from tests.slack.fake import FakeSlack
from tests.slack.people import People
from tests.slack.workspace import APP_TOKEN, BOT_TOKEN, SECRET

PROXIES = ("http_proxy", "https_proxy", "all_proxy")


@dataclass
class Served:
    """A started assistant, the Slack that it serves, and what it wrote to its log."""

    slack: FakeSlack
    url: str
    process: "subprocess.Popen[str]"
    log: Path


def environment(slack: FakeSlack, folder: Path, **more: str) -> dict[str, str]:
    """The environment of an assistant that this Slack calls, without the machine's proxies."""
    kept = {name: value for name, value in os.environ.items() if name.lower() not in PROXIES}
    return kept | {
        "B2M_TODAY": TODAY,
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "B2M_SLACK_API": f"{slack.url}/api/",
        "B2M_SLACK_JOURNAL": str(folder / "slack.sqlite"),
        **more,
    }


def serve(slack: FakeSlack, folder: Path, **more: str) -> Served:
    """Start an assistant and wait until it answers."""
    place = free_place()
    ports = {
        "B2M_HOST": place.host,
        "B2M_PORT": str(place.port),
        "B2M_ACTION_PORT": str(place.action_port),
    }
    log = folder / "log"
    with log.open("a") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "b2m_cli.main", "serve"],
            cwd=PROJECT,
            env=environment(slack, folder, **ports, **more),
            stdout=subprocess.PIPE,
            stderr=written,
            text=True,
        )
    assert process.stdout is not None
    first = process.stdout.readline()
    assert first.startswith("Ready"), log.read_text()
    return Served(slack, place.url, process, log)


def stop(served: Served) -> None:
    """End an assistant."""
    served.process.terminate()
    served.process.wait(timeout=30)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with FakeSlack() as slack:
        served = serve(slack, tmp_path_factory.mktemp("slack"))
        try:
            yield served
        finally:
            stop(served)


@pytest.fixture(params=["HTTP", "Socket Mode"])
def people(served: Served, request: pytest.FixtureRequest) -> Iterator[People]:
    """People whose events come both ways; whatever Slack would refuse fails the test."""
    people = People(served.slack, served.url, over_socket=request.param == "Socket Mode")
    people.workspace.complaints.clear()
    yield people
    served.slack.faults = lambda _: None
    assert people.workspace.complaints == []
    assert set(people.status) <= {200}


@pytest.fixture
def http_people(served: Served) -> Iterator[People]:
    """People whose events come over HTTP alone."""
    people = People(served.slack, served.url)
    people.workspace.complaints.clear()
    yield people
    served.slack.faults = lambda _: None
    assert people.workspace.complaints == []
