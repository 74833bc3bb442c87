"""``python -m scripts.pages``: write the pages of docs/knowledge, or name stale ones (--check)."""

import sys
from pathlib import Path
from typing import Final

from b2m_core.knowledge.library import Library, load_library
from b2m_core.knowledge.reviews import counts, review_records
from b2m_core.knowledge.yaml_files import read_yaml
from scripts.pages.lists import cautions_page, next_steps_page
from scripts.pages.markdown import made_by, page, section, table
from scripts.pages.quantities import quantities_page
from scripts.pages.rules import CASES, RulePage
from scripts.pages.statements import statements, statements_page
from scripts.pages.topics import topic_page
from scripts.pages.words import Words

PROJECT: Final = Path(__file__).parents[2]
FOLDER: Final = PROJECT / "docs" / "knowledge"


def pages(library: Library) -> dict[str, str]:
    """Every page, by its name in the folder."""
    listed = statements(PROJECT)
    says = {statement.id: statement.says for statement in listed}
    made = {
        "README.md": index_page(library),
        "statements.md": statements_page(listed, library),
        "cautions.md": cautions_page(library),
        "next_steps.md": next_steps_page(library),
        "quantities.md": quantities_page(library),
    }
    for code in library.rules:
        name = f"{code}.yml"
        cases = read_yaml(PROJECT / CASES / name, name)
        if not isinstance(cases, list):
            raise ValueError(f"{name}: expected a list of cases")
        made[f"rules/{code}.md"] = RulePage(code, cases, library).text()
    for topic in library.topics:
        made[f"topics/{topic}.md"] = topic_page(topic, says, library)
    return made


def index_page(library: Library) -> str:
    """The list of all pages, with the state of the reviews."""
    words = Words(library)
    reviewed = counts(review_records(library))
    rules = (
        [
            f"[{rule.title.clinician}](rules/{code}.md)",
            rule.made_for.says.clinician,
            words.reviews[f"rules/{code}"].status.replace("_", " "),
        ]
        for code, rule in library.rules.items()
    )
    topics = (
        [
            f"[{topic.title.clinician}](topics/{code}.md)",
            topic.question,
            words.reviews[f"topics/{code}"].status.replace("_", " "),
        ]
        for code, topic in library.topics.items()
    )
    return page(
        "# What the assistant knows",
        made_by("b2m_core/knowledge/content"),
        f"Version {library.version} of the knowledge. Reviews: "
        + ", ".join(f"{count} {status.replace('_', ' ')}" for status, count in reviewed.items())
        + ".",
        "Each page says what the assistant says, with its sources. "
        "[Cautions](cautions.md), [next steps](next_steps.md) and [quantities](quantities.md) with "
        "their units have a page each; "
        "[statements of the source articles](statements.md) shows where each of them went.",
        section("Rules", table(["rule", "for whom", "review"], rules)),
        section("Topics", table(["topic", "question", "review"], topics)),
    )


def main(arguments: list[str]) -> int:
    """Write the pages; with ``--check`` write nothing, name the stale ones and return 1."""
    made = {FOLDER / name: text for name, text in pages(load_library()).items()}
    there = {path: path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.md")}
    stale = sorted(path for path in made.keys() | there.keys() if made.get(path) != there.get(path))
    if arguments == ["--check"]:
        for path in stale:
            print(f"{path.relative_to(PROJECT)} is stale: run make pages", file=sys.stderr)
        return 1 if stale else 0
    for path in stale:
        if path in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made[path], encoding="utf-8")
        else:
            path.unlink()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
