"""The ``b2m`` command: which commands there are and what each takes.

Every command is a module's function that is imported when it is called: ``read`` and ``assess``
answer without loading Rasa. Exit codes: 0 done, 1 failed, 2 bad usage or input.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from importlib import metadata

from b2m_cli.errors import Stop

EXAMPLE = "β2M 6.1, creatinine 2.4"


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"expected a day like 2026-11-22, got {written!r}"
        ) from None


def _port(written: str) -> int:
    if not written.isdecimal() or not 0 < int(written) < 65536:  # noqa: PLR2004 (16 bits)
        raise argparse.ArgumentTypeError(f"expected a port from 1 to 65535, got {written!r}")
    return int(written)


def _schema(arguments: argparse.Namespace) -> int:
    import json

    from b2m_core.contract.models import Answer

    print(json.dumps(Answer.model_json_schema(mode="serialization"), indent=2, ensure_ascii=False))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="b2m",
        description="Interprets beta-2 microglobulin results: deterministic, grounded, cited.",
        epilog=f'Try: b2m assess "{EXAMPLE}"',
    )
    parser.add_argument("--version", action="version", version=metadata.version("b2m-assistant"))
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    schema = commands.add_parser("schema", help="print the JSON Schema of the answer")
    schema.set_defaults(run=_schema)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; whatever goes wrong is one line for the user."""
    arguments = _parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
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
    return code


if __name__ == "__main__":
    raise SystemExit(main())
