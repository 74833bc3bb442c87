"""The ``b2m`` command: which commands there are and what each takes.

Every command is a module's function that is imported when it is called: ``read`` and ``assess``
answer without loading Rasa. Exit codes: 0 done, 1 failed, 2 bad usage or input.
"""

import argparse
import gc
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import get_args

from b2m_cli.errors import BadInput, Stop
from b2m_core.contract.codes import Audience, ReviewStatus

EXAMPLE = "β2M 6.1, creatinine 2.4"
AUDIENCES = get_args(Audience)
CHARTS = (".svg", ".png")
Parser = argparse.ArgumentParser


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"expected a day like 2026-11-22, got {written!r}"
        ) from None


def _chart(written: str) -> Path:
    path = Path(written)
    if path.suffix not in CHARTS:
        raise argparse.ArgumentTypeError(
            f"expected a file that ends with {' or '.join(CHARTS)}, got {written!r}"
        )
    return path


def _port(written: str) -> int:
    if not written.isdecimal() or not 0 < int(written) < 65536:  # noqa: PLR2004 (16 bits)
        raise argparse.ArgumentTypeError(f"expected a port from 1 to 65535, got {written!r}")
    return int(written)


def _read(given: argparse.Namespace) -> int:
    from b2m_cli import inputs, read

    today = given.today or date.today()
    if given.jsonl:
        read.read_lines(given.jsonl, today)
    else:
        text = inputs.text_given(given.text)
        read.read(text, today, as_json=given.json, show=given.show)
    return 0


def _assess(given: argparse.Namespace) -> int:
    from b2m_cli import inputs, read

    today = given.today or date.today()
    if given.jsonl and given.chart:
        raise BadInput("--chart draws one case, --jsonl reads many: give one of the two")
    if given.jsonl:
        read.assess_lines(given.jsonl, today, given.audience)
    else:
        case = inputs.text_or_case(given.text)
        read.assess(case, today, given.audience, as_json=given.json, chart=given.chart)
    return 0


def _ask(given: argparse.Namespace) -> int:
    from b2m_cli import ask, inputs

    return ask.ask(inputs.text_given(given.text), _iso(given.today), as_json=given.json)


def _chat(given: argparse.Namespace) -> int:
    try:
        from b2m_cli import chat
    except ModuleNotFoundError as missing:
        raise Stop(f"{missing.name} is not installed; it comes with the extra named chat") from None

    return chat.chat(_iso(given.today))


def _serve(given: argparse.Namespace) -> int:
    from b2m_cli import assistant, serve

    place = assistant.Place(given.host, given.port, given.action_port)
    return serve.serve(place, _iso(given.today), verbose=given.verbose)


def _train(_: argparse.Namespace) -> int:
    from b2m_cli import serve

    return serve.train()


def _review(given: argparse.Namespace) -> int:
    from b2m_cli import review

    on = getattr(given, "on", None) or date.today()
    if given.what == "status":
        review.status(given.status, as_json=given.json)
    elif given.what == "show":
        review.show(given.item)
    elif given.what == "changed":
        review.changed(given.since)
    elif given.what == "approve":
        review.approve(given.item, given.by, on)
    else:
        review.release(given.version, given.says, on)
    return 0


def _schema(_: argparse.Namespace) -> int:
    from b2m_core.contract.models import Answer

    print(json.dumps(Answer.model_json_schema(mode="serialization"), indent=2, ensure_ascii=False))
    return 0


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="b2m",
        description="Interprets beta-2 microglobulin results: deterministic, grounded, cited.",
        epilog=f'Try: b2m assess "{EXAMPLE}"',
    )
    parser.add_argument("--version", action="version", version=metadata.version("b2m-assistant"))
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(name: str, says: str, run: Callable[[argparse.Namespace], int]) -> Parser:
        made: Parser = commands.add_parser(
            name, help=says, description=f"{says[0].upper()}{says[1:]}."
        )
        made.set_defaults(run=run)
        return made

    read = command("read", "say which values a text holds, before any reasoning", _read)
    assess = command("assess", "say what follows from values, without Rasa", _assess)
    ask = command("ask", "ask the whole assistant one question", _ask)
    chat = command("chat", "talk with the assistant in the terminal", _chat)
    serve = command("serve", "run the assistant and its page until Ctrl-C", _serve)
    command("train", "train the model for the present data, where there is none", _train)
    review = command(
        "review", "show and sign the reviews of the knowledge, and record its versions", _review
    )
    command("schema", "print the JSON Schema of the answer", _schema)

    for one in (read, assess, ask):
        text_or = "a text, or a case file (.json)" if one is assess else "a text"
        one.add_argument("text", nargs="*", help=f"{text_or}; without one: standard input")
        one.add_argument("--json", action="store_true", help="contract JSON instead of words")
        one.add_argument("--today", type=_day, metavar="DAY", help="resolves relative dates")
    chat.add_argument("--today", type=_day, metavar="DAY", help="resolves relative dates")
    for one in (read, assess):
        one.add_argument(
            "--jsonl", metavar="FILE", help="one JSON object a line in, one out; -: standard input"
        )
    read.add_argument(
        "--show", action="store_true", help="the text first: ^ under what was read, ~ not used"
    )
    assess.add_argument(
        "--chart", type=_chart, metavar="FILE", help="draw serial values into FILE.svg or FILE.png"
    )
    assess.add_argument("--audience", choices=AUDIENCES, default=AUDIENCES[0], help="whose wording")

    reviews = review.add_subparsers(dest="what", required=True, metavar="WHAT")
    status = reviews.add_parser("status", help="each item with its status, and how many have each")
    status.add_argument("--status", choices=get_args(ReviewStatus), help="only these")
    status.add_argument("--json", action="store_true", help="as JSON")
    shown = reviews.add_parser("show", help="one item beside its sources")
    changed = reviews.add_parser("changed", help="the items that are not what they were")
    changed.add_argument("--since", required=True, metavar="VERSION", help="a recorded version")
    approval = reviews.add_parser("approve", help="sign an item as it now stands")
    for one in (shown, approval):
        one.add_argument("item", metavar="ID", help="the item, as the status names it")
    approval.add_argument("--by", required=True, metavar="NAME", help="who approves")
    release = reviews.add_parser("release", help="record the present content as a new version")
    release.add_argument("version", metavar="VERSION", help="like 2026.11.1")
    release.add_argument("--says", required=True, metavar="TEXT", help="what changed in it")
    for one in (approval, release):
        one.add_argument("--on", type=_day, metavar="DAY", help="when; today unless given")

    environment = os.environ.get
    serve.add_argument("--host", default=environment("B2M_HOST", "127.0.0.1"), help="B2M_HOST")
    serve.add_argument(
        "--port", type=_port, default=environment("B2M_PORT", "5005"), help="B2M_PORT"
    )
    serve.add_argument(
        "--action-port",
        type=_port,
        default=environment("B2M_ACTION_PORT", "5055"),
        help="B2M_ACTION_PORT",
    )
    serve.add_argument(
        "--today", type=_day, metavar="DAY", default=environment("B2M_TODAY"), help="B2M_TODAY"
    )
    serve.add_argument("--verbose", action="store_true", help="show what the servers say")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; whatever goes wrong is one line for the user."""
    gc.set_threshold(100_000)  # what loads, stays: looking for waste meanwhile takes a tenth longer
    parser = _parser()
    given = parser.parse_args(argv)
    if getattr(given, "jsonl", None) and given.text:
        parser.error("--jsonl takes its texts from the file: leave out the other text")
    try:
        code: int = given.run(given)
        sys.stdout.flush()
    except Stop as stop:
        print(f"b2m: {stop}", file=sys.stderr)
        return stop.code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader went away (`| head`). Nothing more can be said, and Python would try on exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if os.environ.get("B2M_DEBUG"):
            raise
        print(
            f"b2m: a mistake in the program ({type(error).__name__}); B2M_DEBUG=1 shows where",
            file=sys.stderr,
        )
        return 1
    return code


if __name__ == "__main__":
    raise SystemExit(main())
