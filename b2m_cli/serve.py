"""``b2m serve`` and ``b2m train``: the assistant until somebody asks for its end."""

import sys
import time

from b2m_cli.assistant import (
    EXAMPLE,
    START_LIMIT_S,
    Place,
    ask,
    is_healthy,
    note_running,
    servers,
)
from b2m_cli.errors import Stop
from b2m_cli.model import present_model, trained_model
from b2m_cli.servers import Asked

PAGE = "/widget/"


def train() -> int:
    """Train the model for the present data, unless it is there."""
    try:
        if present_model().is_file():
            print("The model for the present data is there.", file=sys.stderr)
        else:
            trained_model()
    except Asked:
        return 130
    return 0


def serve(place: Place, today: str | None, *, verbose: bool) -> int:
    """Run both servers; 0 when they were stopped as asked.

    What the servers say is passed on once they answer, or from the start when ``verbose``.
    """
    started = False

    def heard(name: str, line: str) -> None:
        if verbose or started:
            print(f"{name} | {line}", file=sys.stderr, flush=True)

    try:
        with servers(place, today, heard, verbose=verbose) as both:
            print("Starting the assistant …", file=sys.stderr, flush=True)
            began = time.monotonic()
            both.wait_until(lambda: is_healthy(place), START_LIMIT_S, "the servers were ready")
            # A server can be up without being able to answer; this also warms it up.
            try:
                ask(place.url, "b2m-serve", EXAMPLE)
            except Stop as stop:
                raise Stop(f"{stop}\n{both.last_lines()}") from stop
            started = True
            noted = note_running(place)
            try:
                print(f"Ready after {time.monotonic() - began:.0f} s. Open {place.url}{PAGE}")
                print(f"and ask, for example: {EXAMPLE}")
                print("Ctrl-C stops it.", flush=True)
                both.wait()
            finally:
                started = False
                noted.unlink(missing_ok=True)
    except Asked:
        print("Stopped.", file=sys.stderr)
    return 0
