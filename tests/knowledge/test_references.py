"""The sources: each has its record, each is used, and no identifier is shown that was not verified.

``verified_identifiers.csv`` holds every reference with the DOI and the PMID that were seen in a
source: those that section 1 of the evidence file marks as verified, and those seen since, as the
reference's ``identifier_status`` says. Empty where none was seen, or where memory is all there is.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from b2m_core.knowledge.library import CONTENT, load_library

VERIFIED = Path(__file__).parent / "verified_identifiers.csv"


def verified() -> dict[str, tuple[str | None, str | None]]:
    """DOI and PMID as verified, by reference id."""
    with VERIFIED.open(encoding="utf-8", newline="") as file:
        return {
            row["id"]: (row["doi"] or None, row["pmid"] or None) for row in csv.DictReader(file)
        }


def cited_in(content: object) -> Iterator[str]:
    """Every reference id that a part of a knowledge file names, however deep."""
    if isinstance(content, dict):
        for key, part in content.items():
            if key == "citations":
                yield from part
            elif key == "reference" and isinstance(part, str):
                yield part
            else:
                yield from cited_in(part)
    elif isinstance(content, list):
        for part in content:
            yield from cited_in(part)


def cited_by_file() -> dict[str, set[str]]:
    """The reference ids that each knowledge file names."""
    return {
        path.relative_to(CONTENT).as_posix(): set(
            cited_in(yaml.safe_load(path.read_text(encoding="utf-8")))
        )
        for path in sorted(CONTENT.rglob("*.yml"))
    }


def test_every_reference_shows_exactly_the_identifiers_that_were_verified() -> None:
    shown = {
        key: (reference.doi, reference.pmid) for key, reference in load_library().references.items()
    }
    assert shown == verified()


@pytest.mark.parametrize("key", verified())
def test_the_link_is_built_from_the_doi_else_from_the_pmid_else_there_is_none(key: str) -> None:
    doi, pmid = verified()[key]
    expected = (
        f"https://doi.org/{doi}"
        if doi
        else f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"
        if pmid
        else None
    )
    assert load_library().references[key].url == expected


def test_every_reference_says_what_it_supports_and_how_its_identifiers_were_seen() -> None:
    silent = [
        key
        for key, reference in load_library().references.items()
        if not (reference.supports.strip() and reference.identifier_status.strip())
    ]
    assert silent == []


def test_labels_tell_the_references_apart() -> None:
    labels = [reference.label for reference in load_library().references.values()]
    assert len(set(labels)) == len(labels)


def test_every_citation_resolves() -> None:
    known = set(load_library().references)
    unresolved = {file: cited - known for file, cited in cited_by_file().items()}
    assert {file: ids for file, ids in unresolved.items() if ids} == {}


def test_every_reference_is_used() -> None:
    used = set().union(*cited_by_file().values())
    assert set(load_library().references) - used == set()
