"""Which trained model belongs to the present data, and training it where there is none."""

import hashlib
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from b2m_cli.errors import Stop
from b2m_cli.servers import Server, Servers

PROJECT = Path(__file__).resolve().parents[1]

_NAMES = (
    *("quantities", "coded", "presences", "other_names", "units"),
    *("cues", "dates", "layouts", "numbers"),
)
# What training reads. Of the knowledge only the names: the codes that the reader finds by them are
# features of the intent. Rules and topics change without a new training.
_TRAINED_FROM = (
    *("config.yml", "domain.yml", "data", "addons", "b2m_core/reading"),
    "b2m_core/contract/codes.py",  # each code is a feature
    *(f"b2m_core/knowledge/schema/{name}.py" for name in ("observations", "words")),
    *(f"b2m_core/knowledge/content/{name}.yml" for name in _NAMES),
)
_SUFFIXES = {".yml", ".py"}
_COMPONENT = re.compile(r"Starting to train component '(\w+)'")

QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONUNBUFFERED": "1",
    "PYTHONWARNINGS": "ignore",  # Rasa's own imports would bury the line that matters
}


def _sources(project: Path) -> Iterator[Path]:
    for name in _TRAINED_FROM:
        place = project / name
        if place.is_file():
            yield place
        else:
            yield from sorted(path for path in place.rglob("*") if path.suffix in _SUFFIXES)


def present_model(project: Path = PROJECT) -> Path:
    """Where the model for the present data is, or will be after training: a hash names it."""
    digest = hashlib.sha256(metadata.version("rasa").encode())
    for path in _sources(project):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(project)} {len(content)}\n".encode())
        digest.update(content)
    return project / "models" / f"b2m-{digest.hexdigest()[:12]}.tar.gz"


def _progress(_name: str, line: str) -> None:
    if component := _COMPONENT.search(line):
        print(f"  {component[1]}", file=sys.stderr, flush=True)


def trained_model(project: Path = PROJECT) -> Path:
    """The model for the present data, trained first where there is none.

    Raises ``Stop`` with Rasa's last lines when the training fails, ``Asked`` when interrupted.
    """
    model = present_model(project)
    if model.is_file():
        return model
    print("Training the model for the present data, about a minute:", file=sys.stderr, flush=True)
    began = time.monotonic()
    model.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=model.parent, prefix=".training-") as folder:
        command = (
            *(sys.executable, "-m", "rasa", "train", "--out", folder),
            *("--fixed-model-name", model.name),
            "--force",  # Rasa's cache knows config and phrases, not what our components read
        )
        training = Server("training", command, QUIET)
        with Servers(training, folder=project, heard=_progress) as one:
            one.wait_for_exit()
        made = Path(folder) / model.name
        if not made.is_file():
            raise Stop("the training ended without a model")
        made.replace(model)  # whole or not at all
    print(f"Trained in {time.monotonic() - began:.0f} s.", file=sys.stderr, flush=True)
    return model
