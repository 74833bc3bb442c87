"""What a user may hand over: a text, a case file, lines of JSON. Nothing here is repaired.

Whatever cannot be used is a ``BadInput`` that says where, what is wrong, and what was expected.
"""

import difflib
import json
import os
import sys
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from pydantic import BaseModel, ConfigDict, ValidationError

from b2m_cli.errors import BadInput
from b2m_core.contract.limits import MAX_CHARACTERS
from b2m_core.contract.models import Observation

MAX_BYTES = 10_000_000
STDIN = "-"
_LONGEST_CHOICE = 120
_LARGEST_EXPONENT = 30
_SHAPE = 'expected {"text": …} or {"observations": […]}'


class CaseFile(BaseModel):
    """A case as a file holds it."""

    model_config = ConfigDict(extra="forbid")

    observations: tuple[Observation, ...]


Input = str | CaseFile
"""A text that is to be read, or a case."""


def check_text(text: str) -> str:
    """The text itself; refused when empty, too long, or with characters that no keyboard sends."""
    if not text.strip():
        raise BadInput("the text is empty")
    if len(text) > MAX_CHARACTERS:
        raise BadInput(f"the text has {len(text)} characters: at most {MAX_CHARACTERS} are read")
    for position, character in enumerate(text, start=1):
        if character not in "\t\n\r" and unicodedata.category(character) in {"Cc", "Cs"}:
            raise BadInput(
                f"the text holds a control character (U+{ord(character):04X}, character"
                f" {position}): remove it"
            )
    return text


def text_given(words: list[str]) -> str:
    """The text of the command line; without one, or for ``-``, that of standard input."""
    if words and words != [STDIN]:
        return check_text(" ".join(words))
    if not words and sys.stdin.isatty():
        raise BadInput("no text: write it behind the command, or pipe it in")
    return check_text(_decoded(sys.stdin.buffer.read(MAX_BYTES), "standard input").rstrip("\n"))


def text_or_case(words: list[str]) -> Input:
    """A case where the one word ends with ``.json`` or is a path that exists, else a text."""
    if len(words) == 1 and (words[0].endswith(".json") or _is_path(words[0])):
        return case_file(Path(words[0]))
    return text_given(words)


def _is_path(word: str) -> bool:
    """A bare name is a text, even where a file is called so."""
    try:
        return os.sep in word and Path(word).exists()
    except (OSError, ValueError):  # too long for a name, or a character no name has
        return False


def case_file(path: Path) -> CaseFile:
    """The case of a JSON file ``{"observations": […]}``."""
    with _opened(path) as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise BadInput(f"{path} is larger than {MAX_BYTES} bytes")
    try:
        return _case(_json(_decoded(content, str(path))))
    except BadInput as error:
        raise BadInput(f"{path}: {error}") from error


def lines(name: str) -> Iterator[bytes]:
    """The lines of a file, or of standard input for ``-``, as they come."""
    if name == STDIN:
        yield from sys.stdin.buffer
        return
    with _opened(Path(name)) as file:
        yield from file


def line_input(line: bytes, *, case_allowed: bool) -> Input:
    """One line of JSON: ``{"text": …}``, or ``{"observations": […]}`` where a case is allowed."""
    thing = _json(_decoded(line, "the line"))
    shape = _SHAPE if case_allowed else 'expected {"text": …}'
    if not isinstance(thing, dict):
        raise BadInput(shape)
    if thing.keys() == {"text"}:
        if not isinstance(thing["text"], str):
            raise BadInput(f"text: expected a text, got {_kind(thing['text'])}")
        return check_text(thing["text"])
    if thing.keys() == {"observations"} and case_allowed:
        return _case(thing)
    raise BadInput(f"{shape}, got {', '.join(thing) or 'nothing'}")


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise BadInput(f"{path}: there is no such file") from None
    except IsADirectoryError:
        raise BadInput(f"{path} is a folder: expected a file") from None
    except (OSError, ValueError) as error:
        raise BadInput(f"{path} cannot be read: {getattr(error, 'strerror', error)}") from None


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{name} is not UTF-8 (byte {error.start + 1})") from None


def _json(written: str) -> Any:  # noqa: ANN401 (whatever JSON can hold)
    try:
        return json.loads(
            written,
            object_pairs_hook=_each_once,
            parse_float=_exact,
            parse_constant=_no_number,
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise BadInput(f"not valid JSON ({error.msg}, {where})") from None
    except RecursionError:
        raise BadInput("not valid JSON (nested too deeply)") from None
    except ValueError:  # Python refuses to read thousands of digits
        raise BadInput("not valid JSON (a number with too many digits)") from None


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadInput(f"not valid JSON ({twice!r} stands there twice)")
    return made


def _exact(written: str) -> Decimal:
    """A number as it was written; a float would drop digits, and a giant would fill the memory."""
    number = Decimal(written)
    if abs(number.adjusted()) > _LARGEST_EXPONENT:
        raise BadInput(f"not valid JSON ({written} is too large or too small a number)")
    return number


def _no_number(name: str) -> NoReturn:
    raise BadInput(f"not valid JSON ({name} is no number)")


def _case(thing: object) -> CaseFile:
    if not isinstance(thing, dict):
        raise BadInput(f'expected {{"observations": […]}}, got {_kind(thing)}')
    try:
        return CaseFile.model_validate(thing)
    except ValidationError as error:
        raise BadInput(_in_words(error)) from None


def _in_words(error: ValidationError) -> str:
    """The problems by field: each field once, without the names of our own types."""
    problems: dict[str, str] = {}
    for found in error.errors(include_url=False):
        field = ""
        for part in found["loc"]:
            known = part in CaseFile.model_fields or part in Observation.model_fields
            if isinstance(part, int):
                field += f"[{part}]"
            elif known or found["type"] == "extra_forbidden":
                field += f".{part}"
        problems.setdefault(field.lstrip("."), _problem(found["type"], dict(found)))
    return "; ".join(f"{field}: {problem}" for field, problem in problems.items())


_EXPECTED = {
    "model_type": "an object",
    "tuple_type": "a list",
    "string_type": "a text",
    "decimal_type": "a number or a word",
    "date_type": "a day like 2026-11-22",
    "date_parsing": "a day like 2026-11-22",
    "date_from_datetime_parsing": "a day like 2026-11-22",
    "date_from_datetime_inexact": "a day like 2026-11-22",
}


_FIXED = {"missing": "this field is missing", "extra_forbidden": "there is no such field"}


def _problem(kind: str, found: dict[str, Any]) -> str:
    given = found["input"]
    got = repr(given) if isinstance(given, str) else _kind(given)
    if kind in _FIXED:
        return _FIXED[kind]
    if kind == "value_error":
        return str(found["ctx"]["error"])
    if kind in _EXPECTED:
        return f"expected {_EXPECTED[kind]}, got {got}"
    if kind == "literal_error":
        return _choice(found["ctx"]["expected"], str(given), got)
    return str(found["msg"])


def _choice(expected: str, given: str, got: str) -> str:
    """A few words are listed; of the contract's many codes the nearest is named."""
    if len(expected) <= _LONGEST_CHOICE:
        return f"expected {expected}, got {got}"
    near = difflib.get_close_matches(given, expected.replace("'", "").split(", "), 1)
    return f"{got} is no code of the contract" + (f"; {near[0]}?" if near else "")


def _kind(thing: object) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "a truth value"}
    if thing is None:
        return "null"
    return names.get(type(thing), "a number")
