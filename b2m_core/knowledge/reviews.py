"""Who reviewed what? Records of review, and the approval of an item.

An approval names the content it was given for by a hash: when the content changes, it has lapsed
and the item is under review again. Start with ``review_records`` and ``approve``. A release keeps
the hashes of all items under the version that answers carry.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, get_args

import yaml

from b2m_core.contract.codes import ReviewStatus
from b2m_core.knowledge.schema.items import Review, Reviewed
from b2m_core.knowledge.schema.releases import Release
from b2m_core.knowledge.yaml_files import KnowledgeError

if TYPE_CHECKING:
    from b2m_core.knowledge.library import Library

HASH_LENGTH: Final = 16
RELEASES: Final = "version.yml"
RELEASES_HEAD: Final = (
    "# Every version of the knowledge, newest first. `b2m review release` writes this.\n"
)


def content_hash(item: Reviewed) -> str:
    """A hash of what an item says, its review left out; layout and comments do not count."""
    said = item.model_dump(mode="json", exclude={"review"}, exclude_unset=True)
    return _hash(said)


def version(newest: Release, files: Mapping[str, object]) -> str:
    """The version of the knowledge: that of the newest release, if the files are what it held.

    Changed files add the beginning of their own hash, so that no two contents share a version.
    """
    present = files_hash(files)
    if present == newest.content_hash:
        return newest.version
    return f"{newest.version}+{present[:8]}"


def files_hash(files: Mapping[str, object]) -> str:
    """A hash of what all files say, without reviews and without the file of versions."""
    said = {name: _without_reviews(content) for name, content in files.items()}
    said.pop(RELEASES, None)
    return _hash(said)


def item_hashes(library: "Library") -> dict[str, str]:
    """The hash of every item that is reviewed, by its id."""
    return {name: content_hash(item) for name, item in library.reviewed.items()}


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one item since a version."""

    id: str
    what: Literal["added", "changed", "removed"]


def changes_since(library: "Library", since: str) -> tuple[Change, ...]:
    """The items that are not what they were in the version ``since``; in the order of the files.

    Raises ``KnowledgeError`` for a version that is not recorded.
    """
    release = next((one for one in library.releases if one.version == since), None)
    if release is None:
        known = ", ".join(one.version for one in library.releases)
        raise KnowledgeError(RELEASES, f"has no version {since}; it has {known}")
    now = item_hashes(library)
    changes = [
        Change(name, "changed" if name in release.items else "added")
        for name, present in now.items()
        if release.items.get(name) != present
    ]
    return (*changes, *(Change(name, "removed") for name in release.items if name not in now))


def release(folder: Path, name: str, says: str, on: date) -> None:
    """Record the present content of a folder as a new version, with what changed in it.

    Raises ``KnowledgeError`` when the files have a mistake, or when the version exists already.
    """
    from b2m_core.knowledge.files import Files  # noqa: PLC0415 - files use this module
    from b2m_core.knowledge.library import load_library  # noqa: PLC0415 - so does the library

    load_library.cache_clear()
    library = load_library(folder)
    if any(one.version == name for one in library.releases):
        raise KnowledgeError(RELEASES, f"has version {name} already")
    new = Release(
        version=name,
        on=on,
        says=says,
        content_hash=files_hash(Files(folder).everything()),
        items=item_hashes(library),
    )
    written = {"releases": [one.model_dump() for one in (new, *library.releases)]}
    text = yaml.safe_dump(written, sort_keys=False, allow_unicode=True, width=100)
    (folder / RELEASES).write_text(RELEASES_HEAD + text, encoding="utf-8")
    load_library.cache_clear()


def in_force(item: Reviewed) -> Review:
    """The review that counts: an approval of other content than the present has lapsed."""
    review = item.review
    if review.status == "approved" and review.content_hash != content_hash(item):
        return review.model_copy(update={"status": "under_review"})
    return review


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """The review of one item. ``lapsed``: it was approved, and its content has changed since."""

    id: str
    status: ReviewStatus
    by: str | None
    on: date | None
    lapsed: bool


def review_records(library: "Library") -> tuple[ReviewRecord, ...]:
    """The review of every item, in the order of the files."""
    return tuple(
        ReviewRecord(
            id=name,
            status=item.review.status,
            by=item.review.by,
            on=item.review.on,
            lapsed=item.review.status != "approved" and item.review.content_hash is not None,
        )
        for name, item in library.reviewed.items()
    )


def counts(records: Iterable[ReviewRecord]) -> dict[ReviewStatus, int]:
    """How many items have each status, those without any included."""
    found: dict[ReviewStatus, int] = dict.fromkeys(get_args(ReviewStatus), 0)
    for record in records:
        found[record.status] += 1
    return found


def approve(folder: Path, item_id: str, by: str, on: date) -> None:
    """Write the approval of an item into its file; nothing else in the file changes.

    Raises ``KnowledgeError`` when the files of ``folder`` have a mistake, when no item has this id
    or when nobody is named; no file is written then.
    """
    from b2m_core.knowledge.library import load_library  # noqa: PLC0415 - library uses this module

    if not by.strip():
        raise KnowledgeError(item_id, "an approval needs the name of who gives it")
    load_library.cache_clear()
    item = load_library(folder).reviewed.get(item_id)
    if item is None:
        raise KnowledgeError(item_id, "no item has this id; b2m review status lists them")
    name = json.dumps(by.strip(), ensure_ascii=False)
    record = (
        f"{{status: approved, by: {name}, on: {on.isoformat()}, "
        f'content_hash: "{content_hash(item)}"}}'
    )
    path, place = _file_of(folder, item_id)
    text = path.read_text(encoding="utf-8")
    start, end = _review_in(text, place)
    changed = text[:start] + record + text[end:]
    beside = path.with_suffix(".yml.new")
    beside.write_text(changed, encoding="utf-8")
    beside.replace(path)
    load_library.cache_clear()


def _file_of(folder: Path, item_id: str) -> tuple[Path, str | None]:
    """The file of an item, and the item's code in it; null for a file that is one item."""
    whole = folder / f"{item_id}.yml"
    if whole.exists():
        return whole, None
    file, _, code = item_id.partition("/")
    return folder / f"{file}.yml", code


def _review_in(text: str, code: str | None) -> tuple[int, int]:
    """Where the value of an item's review record begins and ends in its file."""
    node: yaml.Node | None = yaml.compose(text, Loader=yaml.CSafeLoader)
    if isinstance(node, yaml.SequenceNode):
        node = next(item for item in node.value if _value(item, "code").value == code)
    elif code is not None:
        node = _value(node, code)
    review = _value(node, "review")
    return review.start_mark.index, _end(review)


def _value(node: yaml.Node | None, key: str) -> yaml.Node:
    if not isinstance(node, yaml.MappingNode):
        raise TypeError(f"expected a mapping with {key}")
    found: yaml.Node = next(value for name, value in node.value if name.value == key)
    return found


def _end(node: yaml.Node) -> int:
    """Where a node's words end; a mapping over several lines would count comments after it."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style:
        return _end(node.value[-1][1])
    end: int = node.end_mark.index
    return end


def _without_reviews(said: object) -> object:
    if isinstance(said, dict):
        return {key: _without_reviews(value) for key, value in said.items() if key != "review"}
    if isinstance(said, list):
        return [_without_reviews(value) for value in said]
    return said


def _hash(said: object) -> str:
    written = json.dumps(said, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(written.encode()).hexdigest()[:HASH_LENGTH]
