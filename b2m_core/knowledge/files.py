"""The files of a folder of knowledge, read into the things they describe, with plain complaints."""

from pathlib import Path
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from b2m_core.knowledge.reviews import in_force
from b2m_core.knowledge.schema.items import Reviewed
from b2m_core.knowledge.yaml_files import KnowledgeError, read_yaml

M = TypeVar("M", bound=BaseModel)

_LONG: Final = 120  # characters: a longer list of what was expected helps nobody


class Files:
    """The files of a folder, each to be read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said: dict[str, object] = {}
        self.reviewed: dict[str, Reviewed] = {}
        self.unread = {
            path.relative_to(folder).as_posix()
            for path in folder.rglob("*")
            if path.is_file() and not path.name.startswith(".")  # an editor's own files
        }

    def data(self, name: str) -> object:
        """What a file says, null when there is no such file."""
        if name not in self.unread:
            return None
        self.unread.remove(name)
        self.said[name] = read_yaml(self.folder / name, name)
        return self.said[name]

    def everything(self) -> dict[str, object]:
        """What all the files say, by name, without asking whether it is right."""
        for name in sorted(self.unread):
            self.data(name)
        return self.said

    def _item(self, model: type[M], data: object, place: str, item_id: str) -> M:
        """An item whose review is the one in force."""
        item = _made(model, data, place)
        if isinstance(item, Reviewed):
            item = item.model_copy(update={"review": in_force(item)})
            self.reviewed[item_id] = item
        return item

    def whole(self, name: str, model: type[M]) -> M | None:
        """A file that is one thing."""
        data = self.data(name)
        return None if data is None else self._item(model, data, name, _id(name))

    def items(self, name: str, model: type[M], key: str) -> list[M]:
        """A file that is a list of things, each with its own code."""
        data = self.data(name) or []
        if not isinstance(data, list):
            raise KnowledgeError(name, f"expected a list, each item beginning with - {key}: …")
        made: dict[object, M] = {}
        for number, item in enumerate(data, start=1):
            code = item.get(key) if isinstance(item, dict) else None
            place = f"{name}, {code or f'item {number}'}"
            if code in made:
                raise KnowledgeError(place, "stands here a second time")
            made[code] = self._item(model, item, place, f"{_id(name)}/{code}")
        return list(made.values())

    def by_key(self, name: str, model: type[M]) -> dict[str, M]:
        """A file that is a mapping from a name to a thing."""
        data = self.data(name) or {}
        if not isinstance(data, dict):
            raise KnowledgeError(name, "expected a mapping from a name to its item")
        return {
            key: self._item(model, item, f"{name}, {key}", f"{_id(name)}/{key}")
            for key, item in data.items()
        }

    def named_by_code(self, subfolder: str, model: type[M]) -> list[M]:
        """A folder with one file for each thing, named by its code."""
        made = []
        for name in sorted(n for n in self.unread if n.startswith(f"{subfolder}/")):
            data = self.data(name)
            code = data.get("code") if isinstance(data, dict) else None
            if f"{subfolder}/{code}.yml" != name:
                raise KnowledgeError(name, f"the file is named by its code; code says {code}")
            made.append(self._item(model, data, name, _id(name)))
        return made

    def all_were_read(self) -> None:
        """Refuse a file that nothing reads: its author expects it to count."""
        if self.unread:
            raise KnowledgeError(sorted(self.unread)[0], "no part of the knowledge has this name")


def _id(name: str) -> str:
    return name.removesuffix(".yml")


def _made(model: type[M], data: object, place: str) -> M:
    """The thing a file describes; every mistake found in it is named with its key."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems = []
        errors = error.errors(include_url=False)
        for found in errors:
            within = [other["loc"][: len(found["loc"])] for other in errors if other is not found]
            if found["type"] == "too_short" and found["loc"] in within:
                continue  # it only counts what was refused for another reason
            key = _key(data, found["loc"], of_a_key=found["type"] in ("missing", "extra_forbidden"))
            problems.append(f"{key}: {_in_plain_words(found)}" if key else _in_plain_words(found))
        raise KnowledgeError(place, "\n  ".join(dict.fromkeys(problems))) from None


_PLAIN_WORDS: Final = {
    "missing": "this key is missing",
    "extra_forbidden": "this key is not known here",
    "too_short": "expected at least one",
}


def _in_plain_words(found: ErrorDetails) -> str:
    """What is wrong, for somebody who does not program."""
    match found["type"]:
        case "string_too_short" | "string_pattern_mismatch":
            if not str(found["input"]).strip():
                return "expected words; this is empty"
            return f"{found['input']} is no name; expected small letters, digits and _"
        case "literal_error":
            expected = str(found.get("ctx", {}).get("expected", ""))
            said = f"{found['input']} is not known here"
            return said if len(expected) > _LONG else f"{said}; expected {expected}"
    return _PLAIN_WORDS.get(found["type"], found["msg"].removeprefix("Value error, "))


def _key(data: object, location: tuple[str | int, ...], *, of_a_key: bool) -> str:
    """The path of keys as the author wrote them, without the names of our own types.

    ``of_a_key``: the last part is a key that is missing or too many.
    """
    key = ""
    for number, part in enumerate(location, start=1):
        if isinstance(part, int) and isinstance(data, list):
            key += f"[{part + 1}]"
            data = data[part]
        elif isinstance(data, dict) and part in data:
            key += f".{part}"
            data = data[part]
        elif of_a_key and number == len(location):
            key += f".{part}"
    return key.removeprefix(".")
