"""An approval holds for the content it was given for, and for nothing else."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from b2m_core.knowledge.library import CONTENT, KnowledgeError, load_library
from b2m_core.knowledge.reviews import (
    Change,
    ReviewRecord,
    approve,
    changes_since,
    content_hash,
    counts,
    item_hashes,
    release,
    review_records,
)

DAY = date(2026, 11, 22)
NAME = 'Dr. "Ä" Example: reviewer'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Some of the knowledge that ships, to be changed."""
    some = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    for path in (*some.glob("rules/*.yml"), *some.glob("topics/*.yml")):
        if path.name not in ("iss.yml", "myeloma.iss.yml"):
            path.unlink()
    return some


def reloaded(folder: Path) -> dict[str, ReviewRecord]:
    """The records of review after a change of the files."""
    load_library.cache_clear()
    return {record.id: record for record in review_records(load_library(folder))}


def edit(file: Path, old: str, new: str) -> None:
    """Change a file; the words to be changed must be there."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_what_ships_is_under_review() -> None:
    """Nobody has approved anything yet, and the records say so."""
    records = review_records(load_library())
    assert counts(records) == {"submitted": 0, "under_review": len(records), "approved": 0}
    assert not any(record.lapsed or record.by or record.on for record in records)


@pytest.mark.parametrize(
    ("item", "file"),
    [
        ("rules/iss", "rules/iss.yml"),
        ("topics/myeloma.iss", "topics/myeloma.iss.yml"),
        ("cautions/non_specific", "cautions.yml"),
        ("next_steps/ldh", "next_steps.yml"),
        ("references/greipp2005", "references.yml"),
        ("levels", "levels.yml"),
    ],
)
def test_an_approval_changes_its_record_and_nothing_else(
    item: str, file: str, folder: Path
) -> None:
    """One line of one file differs, and the item is approved by name and day."""
    before = {path: path.read_text(encoding="utf-8") for path in folder.rglob("*.yml")}
    approve(folder, item, NAME, DAY)
    after = {path: path.read_text(encoding="utf-8") for path in folder.rglob("*.yml")}
    changed = [
        path.relative_to(folder).as_posix() for path in before if before[path] != after[path]
    ]
    assert changed == [file]
    record = re.compile(r"\{status: approved, by: .*\}")
    written = after[folder / file]
    assert len(record.findall(written)) == 1
    assert record.sub("{status: under_review}", written) == before[folder / file]
    records = reloaded(folder)
    assert records[item] == ReviewRecord(item, "approved", NAME, DAY, lapsed=False)
    assert counts(records.values())["approved"] == 1


def test_an_edit_takes_the_approval_back(folder: Path) -> None:
    """The item is under review again, and who approved the earlier content stays to be seen."""
    approve(folder, "rules/iss", NAME, DAY)
    edit(folder / "rules/iss.yml", "place: abstract", "place: table 1")
    assert reloaded(folder)["rules/iss"] == ReviewRecord(
        "rules/iss", "under_review", NAME, DAY, lapsed=True
    )


def test_layout_and_comments_do_not_take_it_back(folder: Path) -> None:
    """Only what the file says counts."""
    approve(folder, "rules/iss", NAME, DAY)
    edit(
        folder / "rules/iss.yml",
        "inputs: [b2m_serum, albumin]",
        "# why\ninputs: [b2m_serum,albumin]",
    )
    assert reloaded(folder)["rules/iss"].status == "approved"


def test_another_item_of_the_file_keeps_its_approval(folder: Path) -> None:
    """Each item of a list has its own."""
    approve(folder, "cautions/non_specific", NAME, DAY)
    edit(folder / "cautions.yml", "often to 10 to 30 times", "often to 10 to 31 times")
    assert reloaded(folder)["cautions/non_specific"].status == "approved"


def test_a_record_over_several_lines_keeps_what_follows(folder: Path) -> None:
    """A comment after the record is not part of it."""
    file = folder / "levels.yml"
    edit(file, "review: {status: under_review}", "review:\n  status: under_review\n# the end")
    approve(folder, "levels", NAME, DAY)
    assert reloaded(folder)["levels"].status == "approved"
    assert file.read_text(encoding="utf-8").endswith("}\n# the end\n")


def test_an_approval_can_be_renewed(folder: Path) -> None:
    """After an edit the item is approved again, under the new hash."""
    approve(folder, "rules/iss", NAME, DAY)
    edit(folder / "rules/iss.yml", "62 months", "63 months")
    approve(folder, "rules/iss", "Another", date(2026, 12, 1))
    assert reloaded(folder)["rules/iss"] == ReviewRecord(
        "rules/iss", "approved", "Another", date(2026, 12, 1), lapsed=False
    )


@pytest.mark.parametrize(
    ("item", "by", "complaint"),
    [
        ("rules/none", NAME, "rules/none: no item has this id; b2m review status lists them"),
        ("rules/iss", "  ", "rules/iss: an approval needs the name of who gives it"),
    ],
)
def test_an_approval_needs_an_item_and_a_name(
    item: str, by: str, complaint: str, folder: Path
) -> None:
    """Nothing is written otherwise."""
    with pytest.raises(KnowledgeError) as error:
        approve(folder, item, by, DAY)
    assert str(error.value) == complaint
    assert counts(reloaded(folder).values())["approved"] == 0


def test_a_file_with_a_mistake_cannot_be_approved(folder: Path) -> None:
    """The mistake is named instead."""
    edit(folder / "rules/iss.yml", "ge: 5.5, unit: mg/L", "ge: 5.5, unit: g/L")
    with pytest.raises(KnowledgeError, match="expected the unit mg/L, got g/L"):
        approve(folder, "rules/iss", NAME, DAY)


def test_the_hash_tells_contents_apart() -> None:
    """No two items that say different things share one."""
    items = load_library().reviewed.values()
    assert len({content_hash(item) for item in items}) == len(items)


def version_of(folder: Path) -> str:
    load_library.cache_clear()
    return load_library(folder).version


def test_what_ships_is_recorded_as_a_version() -> None:
    """Content that changed without a new version is a mistake: `b2m review release` records it."""
    library = load_library()
    assert library.version == library.releases[0].version
    assert dict(library.releases[0].items) == item_hashes(library)


def test_the_version_follows_the_content_and_not_the_reviews(folder: Path) -> None:
    """An old answer names the content that it came from."""
    release(folder, "2026.11.900", "A part of it.", DAY)
    assert version_of(folder) == "2026.11.900"
    approve(folder, "rules/iss", NAME, DAY)
    assert version_of(folder) == "2026.11.900"
    edit(folder / "rules/iss.yml", "62 months", "63 months")
    assert re.fullmatch(r"2026\.11\.900\+[0-9a-f]{8}", version_of(folder))


def test_a_change_is_named_by_item_since_a_version(folder: Path) -> None:
    release(folder, "2026.11.900", "A part of it.", DAY)
    edit(folder / "rules/iss.yml", "62 months", "63 months")
    (folder / "topics/myeloma.iss.yml").unlink()
    load_library.cache_clear()
    assert changes_since(load_library(folder), "2026.11.900") == (
        Change("rules/iss", "changed"),
        Change("topics/myeloma.iss", "removed"),
    )


def test_a_release_keeps_those_before_it(folder: Path) -> None:
    before = [one.version for one in load_library(folder).releases]
    release(folder, "2026.11.900", "A part: “all of it”.", DAY)
    newest, *older = load_library(folder).releases
    assert (newest.version, newest.on, newest.says) == ("2026.11.900", DAY, "A part: “all of it”.")
    assert [one.version for one in older] == before


def test_a_version_is_recorded_once(folder: Path) -> None:
    release(folder, "2026.11.900", "A part of it.", DAY)
    with pytest.raises(KnowledgeError, match=r"has version 2026\.11\.900 already"):
        release(folder, "2026.11.900", "Again.", DAY)


def test_a_version_that_is_not_recorded_is_named_with_those_that_are() -> None:
    with pytest.raises(KnowledgeError, match=r"has no version 1999\.1\.1; it has .*2026\.11\."):
        changes_since(load_library(), "1999.1.1")
