"""How well does the assistant's own model understand? The page docs/intents.md and its pictures."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Final

import yaml

from b2m_cli.model import PROJECT
from benchmarks.intents.asked import (
    HELD_OUT,
    TOPICS,
    WRONG_COSTS,
    Asked,
    cost,
    costs,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

THRESHOLDS: Final = tuple(round(0.05 * step, 2) for step in range(1, 19))


def report(asked: list[Asked]) -> str:
    """The page; what was measured before stands in ``report_note.txt``."""
    threshold = _threshold()
    alone = {source: _of(asked, source) for source in HELD_OUT}
    longer = {source: _of(asked, source, longer=True) for source in HELD_OUT}
    note = Path(__file__).with_name("report_note.txt").read_text(encoding="utf-8")
    return "\n".join(
        [
            note,
            "## As it is now",
            "",
            "Made by `python -m benchmarks.intents report`. Below a confidence of"
            f" {threshold} the assistant asks back; a refusal is never put off.",
            "",
            *_table("", [*HELD_OUT], _shares(alone, longer, threshold)),
            "",
            "## The threshold",
            "",
            "![Wrong answers against clarifications for thresholds from 0.05 to 0.9]"
            "(intents-threshold.svg)",
            "",
            f"A wrong answer costs {WRONG_COSTS} clarifications. All phrases count, also those that"
            " fit nothing, where asking back is what is wanted. In each cell: wrong answers +"
            " clarifications = cost.",
            "",
            *_table("threshold", [*HELD_OUT], _thresholds(alone)),
            "",
            "## What is taken for what",
            "",
            "![Confusion matrix of the held-out phrases, meant against taken](intents.svg)",
            "",
            "Every phrase whose first intent is not the one that was meant:",
            "",
            *_table("meant", ["taken for", "phrases"], _confused(asked)),
            "",
        ]
    )


def _threshold() -> float:
    config = yaml.safe_load((PROJECT / "config.yml").read_text())
    steps = {step["name"]: step for step in config["pipeline"]}
    return float(steps["addons.ask_back.AskBack"]["threshold"])


def _of(asked: list[Asked], source: str, *, longer: bool = False) -> list[Asked]:
    return [one for one in asked if one.source == source and one.longer == longer]


def _table(first: str, others: list[str], rows: Iterator[list[str]]) -> list[str]:
    heads = [first, *others]
    return [f"| {' | '.join(row)} |" for row in (heads, ["---"] * len(heads), *rows)]


def _shares(
    alone: dict[str, list[Asked]], longer: dict[str, list[Asked]], threshold: float
) -> Iterator[list[str]]:
    def row(
        says: str,
        phrases: dict[str, list[Asked]],
        counts: Callable[[list[Asked]], int],
        meant: tuple[str, ...] = TOPICS,
    ) -> list[str]:
        groups = [[one for one in source if one.meant in meant] for source in phrases.values()]
        return [says, *(_share(counts(group), len(group)) for group in groups)]

    def right(group: list[Asked]) -> int:
        return sum(one.right for one in group)

    def caught(group: list[Asked]) -> int:
        return sum(one.right or one.confidence < threshold for one in group)

    yield row("questions: the first topic is the right one", alone, right)
    yield row(
        "questions answered with another topic", alone, lambda group: costs(group, threshold)[0]
    )
    yield row("questions asked back", alone, lambda group: costs(group, threshold)[1])
    yield row("the same questions in longer messages: the right topic", longer, right)
    yield row("fits nothing: refused or asked back", alone, caught, ("out_of_scope",))
    yield row("treatment: refused", alone, right, ("treatment",))
    yield row(
        "emergency: taken for one",
        alone,
        lambda group: sum(one.taken == "emergency" for one in group),
        ("emergency",),
    )
    yield row("what else is said: taken for what it is", alone, right, _others(alone))


def _others(alone: dict[str, list[Asked]]) -> tuple[str, ...]:
    """Values, greetings, what is said about the answer, and the like."""
    meant = {one.meant for source in alone.values() for one in source}
    return tuple(meant - {*TOPICS, "treatment", "emergency", "out_of_scope"})


def _share(count: int, of: int) -> str:
    return f"{count} of {of} ({100 * count / of:.1f} %)"


def _thresholds(alone: dict[str, list[Asked]]) -> Iterator[list[str]]:
    for at in THRESHOLDS:
        cells = []
        for asked in alone.values():
            wrong, back = costs(asked, at)
            cells.append(f"{wrong} + {back} = {cost(asked, at)}")
        yield [f"{at:.2f}", *cells]


def _confused(asked: list[Asked]) -> Iterator[list[str]]:
    confused = Counter((one.meant, one.taken) for one in asked if not one.right and not one.longer)
    yield from ([*pair, str(n)] for pair, n in sorted(confused.items()))


def draw(asked: list[Asked], folder: Path) -> None:
    """The pictures of the page, each the same for the same figures."""
    import matplotlib  # noqa: PLC0415  # Rasa brings it; only needed here

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "b2m"
    from matplotlib import pyplot  # noqa: PLC0415  # after the choice of its back end

    for picture, name in ((_matrix, "intents"), (_curve, "intents-threshold")):
        figure = picture(pyplot, asked)
        figure.tight_layout()
        figure.savefig(folder / f"{name}.svg", metadata={"Date": None})


def _matrix(pyplot: ModuleType, asked: list[Asked]) -> "Figure":
    """What was meant against what it was taken for, over all sources."""
    met = {intent for one in asked for intent in (one.meant, one.taken)}
    names = [*TOPICS, *sorted(met - set(TOPICS))]
    counts = [[0] * len(names) for _ in names]
    for one in asked:
        counts[names.index(one.meant)][names.index(one.taken)] += 1
    shares = [[n / max(1, sum(row)) for n in row] for row in counts]
    figure, axes = pyplot.subplots(figsize=(13, 12))
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for y, row in enumerate(counts):
        for x, n in enumerate(row):
            if n:
                colour = "white" if shares[y][x] > 0.5 else "black"
                axes.text(x, y, n, ha="center", va="center", fontsize=6, color=colour)
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=7)
    axes.set_yticks(range(len(names)), names, fontsize=7)
    axes.set_xlabel("taken for")
    axes.set_ylabel("meant")
    return figure


def _curve(pyplot: ModuleType, asked: list[Asked]) -> "Figure":
    """Wrong answers against clarifications, a point for each threshold, the one in use larger."""
    figure, axes = pyplot.subplots(figsize=(7, 4.5))
    in_use = _threshold()
    for source in HELD_OUT:
        phrases = [one for one in asked if one.source == source]
        points = {
            at: [100 * count / len(phrases) for count in costs(phrases, at)] for at in THRESHOLDS
        }
        wrong, back = zip(*points.values(), strict=True)
        (line,) = axes.plot(back, wrong, marker=".", label=source.replace("_", " "))
        wrong_here, back_here = (100 * count / len(phrases) for count in costs(phrases, in_use))
        axes.plot(back_here, wrong_here, marker="o", markersize=9, color=line.get_color())
    axes.set_xlabel("asked back, % of the phrases")
    axes.set_ylabel("answered wrongly, % of the phrases")
    axes.set_ylim(bottom=0)
    axes.legend(title=f"large: the threshold in use, {in_use}")
    return figure
