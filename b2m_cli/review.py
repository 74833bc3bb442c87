"""``b2m review``: what was reviewed and what not, one item beside its sources, and signing it."""

import dataclasses
import json
from datetime import date

import yaml

from b2m_cli.errors import BadInput
from b2m_cli.knowledge import knowledge
from b2m_core.knowledge import reviews
from b2m_core.knowledge.library import CONTENT, Library
from b2m_core.knowledge.yaml_files import KnowledgeError


def status(only: str | None, *, as_json: bool) -> None:
    """Print the version, each item with its status, who set it and when, and the counts."""
    library = knowledge()
    records = [r for r in reviews.review_records(library) if only in {None, r.status}]
    counts = reviews.counts(reviews.review_records(library))
    if as_json:
        items = [dataclasses.asdict(record) for record in records]
        said = {"knowledge_version": library.version, "counts": counts, "items": items}
        print(json.dumps(said, ensure_ascii=False, indent=2, default=str))
        return
    for record in records:
        signed = f"  {record.by}, {record.on}" if record.by else ""
        lapsed = "  (approved before its content changed)" if record.lapsed else ""
        print(f"{record.status:<12}  {record.id}{signed}{lapsed}")
    print(f"knowledge {library.version}")
    for name, count in counts.items():
        print(f"{name:<12}  {count}")


def show(item_id: str) -> None:
    """Print an item as it stands, and below it every source that it cites."""
    library = knowledge()
    item = library.reviewed.get(item_id)
    if item is None:
        raise BadInput(f"no item is called {item_id}; b2m review status lists them")
    said = item.model_dump(mode="json", exclude_unset=True)
    print(yaml.safe_dump(said, sort_keys=False, allow_unicode=True, width=100))
    print("sources")
    for reference_id in sorted(_cited(said, library)):
        reference = library.references[reference_id]
        link = f", {reference.url}" if reference.url else ""
        print(f"  {reference_id}: {reference.title}. {reference.published}{link}")
        print(f"    supports: {reference.supports}")
        print(f"    identifiers: {reference.identifier_status}")


def _cited(said: object, library: Library) -> set[str]:
    """The references that stand anywhere in an item."""
    if isinstance(said, dict):
        return {found for value in said.values() for found in _cited(value, library)}
    if isinstance(said, list):
        return {found for value in said for found in _cited(value, library)}
    return {said} if isinstance(said, str) and said in library.references else set()


def changed(since: str) -> None:
    """Print which items are not what they were in the version ``since``."""
    try:
        changes = reviews.changes_since(knowledge(), since)
    except KnowledgeError as error:
        raise BadInput(str(error)) from error
    for change in changes:
        print(f"{change.what:<8}  {change.id}")
    print(f"{len(changes)} items since {since}")


def approve(item: str, by: str, on: date) -> None:
    """Write an approval into the item's file; raises ``BadInput`` when it cannot be given."""
    try:
        reviews.approve(CONTENT, item, by, on)
    except KnowledgeError as error:
        raise BadInput(f"not approved: {error}") from error
    print(f"approved  {item}  {by}, {on}")


def release(version: str, says: str, on: date) -> None:
    """Record the present content as a new version; raises ``BadInput`` when it cannot be."""
    try:
        reviews.release(CONTENT, version, says, on)
    except ValueError as error:
        raise BadInput(f"not recorded: {error}") from error
    print(f"knowledge {version}")
