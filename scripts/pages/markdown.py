"""The parts of a page in Markdown."""

from collections.abc import Iterable, Sequence


def made_by(source: str) -> str:
    """The line that says where a page comes from."""
    return f"<!-- Made by `make pages` from {source}. Change that, not this page. -->"


def page(*blocks: str) -> str:
    """Blocks with an empty line between them; empty blocks are left out."""
    return "\n\n".join(block for block in blocks if block) + "\n"


def bullets(lines: Iterable[str]) -> str:
    """A list."""
    return "\n".join(f"- {line}" for line in lines)


def numbered(lines: Iterable[str]) -> str:
    """A numbered list."""
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; nothing where there are no rows."""
    written = [_row(row) for row in rows]
    if not written:
        return ""
    return "\n".join([_row(heads), _row(["---"] * len(heads)), *written])


def section(title: str, *blocks: str) -> str:
    """A heading and what stands under it; nothing where nothing does."""
    said = [block for block in blocks if block]
    return "\n\n".join([f"## {title}", *said]) if said else ""


def first_capital(text: str) -> str:
    """A sentence's first letter; that of β2M stays small."""
    return text if text.startswith("β") else text[:1].upper() + text[1:]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
