"""How well and how fast the reader reads, beside three libraries. Writes ``READING.md``.

``python benchmarks/reading.py`` measures our reader; with ``--peers`` also medspaCy, EDS-NLP and
quantulum3, each in an environment of its own under ``benchmarks/.peers`` (made on first use).
EDS-NLP hands numbers to Python's ``eval``, so nothing but our own corpus is given to it.
"""

import argparse
import json
import platform
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # the corpus and its scoring are among the tests

from b2m_core.contract.codes import CANONICAL_UNITS, QUANTITIES, QuantityCode  # noqa: E402 - after the path
from b2m_core.knowledge.library import Library, load_library  # noqa: E402
from b2m_core.knowledge.yaml_files import read_yaml  # noqa: E402
from b2m_core.reading.reader import Reader  # noqa: E402
from b2m_core.units import converted  # noqa: E402
from tests.reading.corpus_scoring import (  # noqa: E402
    Quality,
    Score,
    Seen,
    Sentence,
    corpus,
    quality,
    scored,
)

TODAY = date(2026, 11, 22)
RESULTS = Path(__file__).with_name("READING.md")
NOTE = Path(__file__).with_name("reading_note.txt").read_text(encoding="utf-8")
SHORT = "72 yo F, known MM, B2M 6.1 mg/L, Cr 2.4, Alb 3.1. Stage?"
PEERS = Path(__file__).parent / "peers"
PEER_ENVIRONMENTS = Path(__file__).parent / ".peers"
PEER_NAMES = {"medspacy": "medspaCy", "edsnlp": "EDS-NLP", "quantulum3": "quantulum3"}
LENGTHS = (12_500, 25_000, 50_000, 100_000, 200_000)
LOADS = 5
LOAD = """
import time
began = time.perf_counter()
from b2m_core.knowledge.library import load_library
from b2m_core.reading.reader import Reader
Reader(load_library())
print(time.perf_counter() - began, time.process_time())
"""
RUN = re.compile(r"^\| \d{4}-\d\d-\d\d .*\|$", re.MULTILINE)


def median_ms(action: Callable[[], object], times: int) -> tuple[float, float]:
    """Median milliseconds of several runs after three to warm up: by the clock, and of CPU."""
    by_clock, of_cpu = [], []
    for _ in range(times + 3):
        began, began_cpu = time.perf_counter(), time.process_time()
        action()
        of_cpu.append((time.process_time() - began_cpu) * 1000)
        by_clock.append((time.perf_counter() - began) * 1000)
    return statistics.median(by_clock[3:]), statistics.median(of_cpu[3:])


def loading_s() -> tuple[float, float]:
    """Median seconds by the clock and of CPU, imports included, each in a fresh process."""
    took = [
        subprocess.check_output([sys.executable, "-c", LOAD], cwd=ROOT, text=True).split()
        for _ in range(LOADS)
    ]
    by_clock, of_cpu = (statistics.median(map(float, column)) for column in zip(*took, strict=True))
    return by_clock, of_cpu


@dataclass(frozen=True)
class Side:
    """One reader on the open part."""

    name: str
    everything: Quality | None
    quantities: Quality
    texts_a_second: float
    load_s: float
    failures: int


def quantities_only(score: Score) -> Score:
    """The same sentence, conditions and coded words left out on both sides, and days not judged."""
    read = tuple(
        one._replace(or_none=True, seen=one.seen._replace(day=""))
        for one in score.sentence.read
        if one.seen.code in QUANTITIES
    )
    seen = frozenset(one._replace(day=None) for one in score.seen if one.code in QUANTITIES)
    sentence = Sentence(score.sentence.phenomenon, score.sentence.text, read, ())
    return Score(sentence, seen, frozenset())


def without_days(score: Score) -> Score:
    """The same sentence, days not judged: the other libraries bind none to a value."""
    read = tuple(
        one._replace(or_none=True, seen=one.seen._replace(day="")) for one in score.sentence.read
    )
    sentence = Sentence(score.sentence.phenomenon, score.sentence.text, read, ())
    return Score(sentence, frozenset(one._replace(day=None) for one in score.seen), frozenset())


def for_peers(library: Library, texts: Sequence[str]) -> dict[str, Any]:
    """Names and units of our knowledge, in the form that ``peers/read.py`` takes."""
    content = read_yaml(ROOT / "b2m_core/knowledge/content/units.yml", "units.yml")
    assert isinstance(content, dict)  # noqa: S101 - our own file
    units = {
        unit: [
            *(
                f"{top}/{bottom}"
                for top in form.get("top", ())
                for bottom in form.get("bottom", ())
            ),
            *form.get("spellings", ()),
            *form.get("spellings_in_case", ()),
        ]
        for unit, form in content.items()
    }
    for unit, spellings in units.items():
        units[unit] = sorted(
            {*spellings, *(s.replace("u", "µ", 1) for s in spellings if s[0] == "u")}
        )
    return {
        "texts": list(texts),
        "units": {unit: spellings for unit, spellings in units.items() if spellings},
        "quantities": {
            one.code: {
                "names": [*one.spellings, *one.spellings_in_case],
                "unit": CANONICAL_UNITS[one.code],
            }
            for one in library.quantities.values()
            if one.code != "b2m_urine"  # the same names as in serum
        },
        "presences": {
            one.code: {"names": [*one.spellings, *one.spellings_in_case]}
            for one in library.presences.values()
        },
    }


def in_canonical_unit(
    library: Library, code: QuantityCode, number: str, unit: str | None
) -> Decimal | None:
    """A peer's number by our factors, rounding and plausible ranges; none if it does not fit."""
    quantity = library.quantities[code]
    try:
        value = Decimal(number.replace(",", "."))
    except ArithmeticError:
        return None
    factor = quantity.units.get(unit or CANONICAL_UNITS[quantity.code])
    if factor is None:
        return None
    is_same = factor.times == 1
    value = converted(
        value,
        times=factor.times,
        divided_by=factor.divided_by,
        decimals=None if is_same else quantity.decimals,
    )
    limits = quantity.plausible
    too_low = limits.ge is not None and value < limits.ge
    too_high = limits.le is not None and value > limits.le
    return None if too_low or too_high else value


def peer_environment(name: str) -> Path:
    """The library's own Python; made from its pinned requirements where there is none."""
    folder = PEER_ENVIRONMENTS / name
    python = folder / "bin" / "python"
    if not python.exists():
        PEER_ENVIRONMENTS.mkdir(exist_ok=True)
        (PEER_ENVIRONMENTS / ".gitignore").write_text("*\n", encoding="utf-8")
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        install: list[str | Path] = [
            python,
            "-m",
            "pip",
            "install",
            "-q",
            "-r",
            PEERS / f"{name}.txt",
        ]
        subprocess.run(install, check=True)
    return python


def peer(name: str, library: Library, marked: Sequence[Sentence]) -> Side:
    """Another library on the same sentences, in the same run."""
    given = for_peers(library, [sentence.text for sentence in marked])
    done = subprocess.run(
        [peer_environment(name), PEERS / "read.py", name],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout[done.stdout.index('{"load_s"') :])
    scores = []
    for sentence, read in zip(marked, found["read"], strict=True):
        seen = set()
        for one in read:
            if len(one) == 2:
                seen.add(Seen(one[0], "=", one[1], None))
            elif (value := in_canonical_unit(library, one[0], one[2], one[3])) is not None:
                seen.add(Seen(one[0], one[1], value, None))
        scores.append(Score(sentence, frozenset(seen), frozenset()))
    knows_words = any(seen.code not in QUANTITIES for score in scores for seen in score.seen)
    return Side(
        PEER_NAMES[name],
        quality(map(without_days, scores)) if knows_words else None,
        quality(map(quantities_only, scores)),
        len(marked) / found["read_s"],
        found["load_s"],
        found["failures"],
    )


def ours(reader: Reader, scores: Sequence[Score], load_s: float) -> Side:
    """Our reader on the open part."""
    began = time.perf_counter()
    for score in scores:
        reader.read(score.sentence.text, TODAY)
    took = time.perf_counter() - began
    return Side(
        "this reader",
        quality(map(without_days, scores)),
        quality(map(quantities_only, scores)),
        len(scores) / took,
        load_s,
        0,
    )


def figures(found: Quality) -> str:
    """Right sentences, wrong values, misses and F1, as cells of a table."""
    return (
        f"{found.right} of {found.sentences} ({found.share_right:.1%}) | "
        f"{found.wrong_values} in {found.sentences_with_wrong} | {found.misses} | {found.f1:.3f} | "
        f"{found.reported:.0%}"
    )


def comparison(sides: Sequence[Side]) -> str:
    """The tables of all readers."""
    rows = []
    for side in sides:
        whole = side.everything
        all_codes = f"{whole.f1:.3f} | {whole.wrong_values}" if whole else "- | -"
        rows.append(
            f"| {side.name} | {side.quantities.f1:.3f} | {side.quantities.precision:.3f} | "
            f"{side.quantities.recall:.3f} | {side.quantities.wrong_values} | {all_codes} | "
            f"{side.texts_a_second:,.0f} | {side.load_s:.1f} | {side.failures} |"
        )
    return "\n".join(
        [
            "| reader | F1, quantities | precision | recall | wrong values | F1, all codes | "
            "wrong values, all codes | texts a second | loading, s | texts that raised an error |",
            "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
            *rows,
        ]
    )


def section(text: str, name: str) -> str:
    """What stands below a heading of the last results."""
    found = re.search(
        rf"^## {re.escape(name)}\n\n(.*?)(?=\n## |\Z)", text, re.MULTILINE | re.DOTALL
    )
    return found.group(1).strip() if found else ""


def by_phenomenon(scores: Sequence[Score]) -> str:
    """Right sentences and wrong values of each group."""
    rows = []
    for phenomenon in sorted({score.sentence.phenomenon for score in scores}):
        found = quality(one for one in scores if one.sentence.phenomenon == phenomenon)
        rows.append(
            f"| {phenomenon.replace('_', ' ')} | {found.right} of {found.sentences} | "
            f"{found.share_right:.0%} | {found.wrong_values} | {found.reported:.0%} |"
        )
    head = (
        "| phenomenon | right | share | wrong values | reported |\n| --- | --- | --- | --- | --- |"
    )
    return "\n".join([head, *rows])


def main() -> None:
    """Measure, and write the results anew; earlier runs stay."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--peers", action="store_true", help="also the three other libraries")
    arguments.add_argument("--label", default="", help="a word for this run")
    options = arguments.parse_args()

    library = load_library()
    reader = Reader(library)
    scores = [scored(one, reader.read(one.text, TODAY)) for one in corpus()]
    load_s, load_cpu_s = loading_s()
    long_text = NOTE * (LENGTHS[-1] // len(NOTE) + 1)
    speed = [("short message", SHORT, 500), ("two-page note", NOTE, 50)]
    speed += [("the note again and again", long_text[:length], 3) for length in LENGTHS]
    rows = []
    for name, text, times in speed:
        by_clock, of_cpu = median_ms(partial(reader.read, text, TODAY), times)
        rows.append(
            f"| {name} | {len(text):,} | {by_clock:.2f} | {of_cpu:.2f} | "
            f"{of_cpu * 1000 / len(text):.2f} |"
        )
    before = RESULTS.read_text(encoding="utf-8")
    beside = section(before, "Beside three libraries")
    if options.peers:
        sides = [ours(reader, scores, load_s)]
        sides += [peer(name, library, [one.sentence for one in scores]) for name in PEER_NAMES]
        prose = beside.split("\n\n| reader")[0]
        beside = f"{prose}\n\n{comparison(sides)}\n\n{platform.machine()}, {date.today()}."
    what = f" {options.label}" if options.label else ""
    runs = [*RUN.findall(before), f"| {date.today()}{what} | open | {figures(quality(scores))} |"]
    parts = {
        "Runs": section(before, "Runs").split("\n| ---")[0] + "\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n" + "\n".join(runs),
        "Phenomena": by_phenomenon(scores),
        "Speed": "| text | characters | median, ms | median of CPU, ms | CPU, µs a character |\n"
        "| --- | --- | --- | --- | --- |\n" + "\n".join(rows) + "\n\n"
        f"Loading, imports included, in a fresh process: {load_s:.2f} s, {load_cpu_s:.2f} s of "
        f"CPU (medians of {LOADS}). Goals: under 1 ms, under 20 ms, linear, under 1.5 s. "
        f"Python {platform.python_version()}, {platform.machine()}, {date.today()}. The machine "
        "was shared, so the CPU's time says more than the clock.",
        "Beside three libraries": beside,
    }
    head = before.split("\n## ")[0].strip()
    RESULTS.write_text(
        f"{head}\n\n" + "\n\n".join(f"## {name}\n\n{text}" for name, text in parts.items()) + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
