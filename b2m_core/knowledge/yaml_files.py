"""How a knowledge file is read: exactly as its author wrote it.

Numbers become exact decimals, ``yes``, ``no`` and ``on`` stay words (YAML 1.2), and a key that
stands twice is refused. Any mistake is a ``KnowledgeError`` with the file and the line.
"""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

import yaml


class KnowledgeError(Exception):
    """A knowledge file is wrong; the message tells its author where, and what was expected."""

    def __init__(self, place: str, problem: str) -> None:
        """``place`` is the file with the line or the key; ``problem`` says what was expected."""
        super().__init__(f"{place}: {problem}")
        self.place = place
        self.problem = problem


_NULL: Final = "tag:yaml.org,2002:null"
_BOOL: Final = "tag:yaml.org,2002:bool"
_INT: Final = "tag:yaml.org,2002:int"
_FLOAT: Final = "tag:yaml.org,2002:float"
_DAY: Final = "tag:yaml.org,2002:timestamp"


class _Loader(yaml.CSafeLoader):
    """libyaml's parser with the words of YAML 1.2 and exact numbers."""

    def mapping(self, node: yaml.MappingNode) -> dict[str, object]:
        """A mapping whose keys are words, each there once."""
        result: dict[str, object] = {}
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            line = key_node.start_mark.line + 1
            if not isinstance(key, str):
                raise _LineError(line, f"the key {key_node.value} must be a word; put it in quotes")
            if key in result:
                raise _LineError(line, f"the key {key} stands here a second time")
            result[key] = self.construct_object(value_node, deep=True)
        return result

    def day(self, node: yaml.ScalarNode) -> date:
        """A day written as 2026-11-22."""
        try:
            return date.fromisoformat(node.value)
        except ValueError as error:
            raise _LineError(node.start_mark.line + 1, f"{node.value} is no day: {error}") from None


class _LineError(Exception):
    """What is wrong with a line."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line
        self.problem = problem


# PyYAML's own table reads `on` as true and 1:30 as ninety; this one starts empty.
_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    (_NULL, r"~|null|", ["~", "n", ""]),
    (_BOOL, r"true|false", ["t", "f"]),
    (_INT, r"-?(0|[1-9][0-9]*)", list("-0123456789")),
    (_FLOAT, r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?", list("-0123456789")),
    (_DAY, r"[0-9]{4}-[0-9]{2}-[0-9]{2}", list("0123456789")),
):
    _Loader.add_implicit_resolver(_tag, re.compile(rf"^(?:{_pattern})$"), _first)
_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.mapping)
_Loader.add_constructor(_BOOL, lambda _, node: node.value == "true")
_Loader.add_constructor(_INT, lambda _, node: int(node.value))
_Loader.add_constructor(_FLOAT, lambda _, node: Decimal(node.value))
_Loader.add_constructor(_DAY, _Loader.day)


def read_yaml(path: Path, shown: str) -> object:
    """What a file says. ``shown`` is the file's name in a ``KnowledgeError``."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise KnowledgeError(shown, f"expected UTF-8 text: {error.reason}") from None
    try:
        said: object = yaml.load(text, Loader=_Loader)  # noqa: S506 - a CSafeLoader
    except _LineError as error:
        raise KnowledgeError(f"{shown}, line {error.line}", error.problem) from None
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise KnowledgeError(f"{shown}{line}", f"no valid YAML: {error.problem}") from None
    except yaml.YAMLError as error:
        raise KnowledgeError(shown, f"no valid YAML: {error}") from None
    return said
