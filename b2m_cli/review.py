"""``b2m review``: which items of the knowledge somebody has reviewed, and signing one of them."""

from datetime import date

from b2m_cli.errors import BadInput
from b2m_cli.knowledge import knowledge
from b2m_core.knowledge.library import CONTENT
from b2m_core.knowledge.reviews import approve as write_approval
from b2m_core.knowledge.reviews import counts, review_records
from b2m_core.knowledge.yaml_files import KnowledgeError


def listed(status: str | None) -> None:
    """Print each item with its status, who set it and when; only those of ``status`` if given."""
    for record in review_records(knowledge()):
        if status in {None, record.status}:
            signed = f"  {record.by}, {record.on}" if record.by else ""
            lapsed = "  (approved before its content changed)" if record.lapsed else ""
            print(f"{record.status:<12}  {record.id}{signed}{lapsed}")


def report() -> None:
    """Print the version of the knowledge and how many of its items have each status."""
    library = knowledge()
    print(f"knowledge {library.version}")
    for status, count in counts(review_records(library)).items():
        print(f"{status:<12}  {count}")


def approve(item: str, by: str, on: date) -> None:
    """Write an approval into the item's file; raises ``BadInput`` when it cannot be given."""
    try:
        write_approval(CONTENT, item, by, on)
    except KnowledgeError as error:
        raise BadInput(f"not approved: {error}") from error
    print(f"approved  {item}  {by}, {on}")
