"""Reads texts with another library, in that library's own environment.

``python read.py medspacy|edsnlp|quantulum3`` takes one JSON object on standard input: ``texts``,
``quantities`` (code to names and canonical unit), ``units`` (our unit to spellings) and
``presences`` (code to names). It prints ``load_s``, ``read_s`` and, for each text, what was read:
``[code, comparator, number as written, our unit or null]`` or ``[code, word]``. Conversion and
plausibility are applied by the caller, alike for all.
"""

import json
import re
import sys
import time
import warnings
from collections.abc import Callable, Iterator

Read = list[list[str | None]]
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
SIGN_BEFORE = re.compile(r"(<=|>=|[<>~≤≥])\s*$")
SIGNS = {"≤": "<=", "≥": ">="}
FARTHEST = 25  # characters between a name and its number


def variants(name: str) -> list[str]:
    """A name with the beta that people write, and with spaces or hyphens."""
    betas = [name, *("β" + name[1:], "ß" + name[1:])] if name.startswith("b2") else [name]
    return sorted({form for beta in betas for form in (beta, beta.replace(" ", "-"))})


def names_in(text: str, quantities: dict[str, dict[str, object]]) -> Iterator[tuple[int, int, str]]:
    """Where quantities are named: the longest name first, no overlap."""
    taken = [False] * len(text)
    forms = [
        (form, code) for code, one in quantities.items() for name in one["names"]
        for form in variants(name)
    ]  # fmt: skip
    for form, code in sorted(forms, key=lambda pair: -len(pair[0])):
        for found in re.finditer(rf"(?<!\w){re.escape(form)}(?![^\W\d_])", text, re.IGNORECASE):
            if not any(taken[found.start() : found.end()]):
                taken[found.start() : found.end()] = [True] * len(found.group())
                yield found.start(), found.end(), code


def bound(
    text: str, names: list[tuple[int, int, str]], numbers: list[tuple[int, str, str | None]]
) -> Read:
    """Each number to the nearest name before it that has none yet."""
    read: Read = []
    free = sorted(names)
    for start, number, unit in sorted(numbers):
        before = [name for name in free if 0 <= start - name[1] <= FARTHEST]
        if not before:
            continue
        name = before[-1]
        free = [other for other in free if other[0] > name[0]]
        sign = SIGN_BEFORE.search(text[:start])
        comparator = SIGNS.get(sign.group(1), sign.group(1)) if sign else "="
        read.append([name[2], comparator, number, unit])
    return read


def medspacy(given: dict) -> Callable[[str], Read]:
    """Target rules for every name, ConText for what is said of it; the number follows the name."""
    from loguru import logger  # noqa: PLC0415 - each library is there only in its own environment

    logger.remove()
    import medspacy as library  # noqa: PLC0415
    from medspacy.target_matcher import TargetRule  # noqa: PLC0415

    nlp = library.load()
    matcher = nlp.get_pipe("medspacy_target_matcher")
    for group in ("quantities", "presences"):
        for code, one in given[group].items():
            names = one["names"]
            matcher.add(
                [TargetRule(form, f"{group}:{code}") for name in names for form in variants(name)]
            )
    unit_of = {
        spelling.lower(): unit
        for unit, spellings in given["units"].items()
        for spelling in spellings
    }
    spelled = "|".join(re.escape(unit) for unit in sorted(unit_of, key=len, reverse=True))
    value = re.compile(
        rf"\s*(?:[:=]|of|is|was|at|level)?\s*(<=|>=|[<>~≤≥])?\s*(\d+(?:[.,]\d+)*)\s*({spelled})?(?!\w)",
        re.IGNORECASE,
    )

    def read(text: str) -> Read:
        found: Read = []
        for entity in nlp(text).ents:
            group, code = entity.label_.split(":")
            said = entity._
            if said.is_family or said.is_hypothetical:
                continue
            if group == "presences":
                word = "suspected" if said.is_uncertain else "present"
                found.append([code, "absent" if said.is_negated else word])
            elif number := value.match(text, entity.end_char):
                sign = number.group(1) or "="
                unit = unit_of.get(number.group(3).lower()) if number.group(3) else None
                found.append([code, SIGNS.get(sign, sign), number.group(2), unit])
        return found

    return read


def edsnlp(given: dict) -> Callable[[str], Read]:
    """``eds.quantities`` with our quantities, and their names for numbers without a unit."""
    import edsnlp as library  # noqa: PLC0415

    def theirs(unit: str) -> str:
        return unit.lower().replace("/", "_per_").replace("u_per_l", "ui_per_l").replace("µ", "μ")

    units = {theirs(unit): unit for unit in given["units"]}
    units |= {"kg": "kg", "cm": "cm", "mm": "mm", "m": "m", "%": "%", "x10*9_per_l": "10*9/L"}
    known = {}
    for code, one in given["quantities"].items():
        unit = {"10*9/L": "x10*9_per_l", "a": "year", "mo": "month"}.get(
            one["unit"], theirs(one["unit"])
        )
        if "1.73" not in unit and unit not in ("1", "ml_per_min"):
            terms = [form for name in one["names"] for form in variants(name)]
            known[code] = {
                "unit": unit,
                "unitless_patterns": [{"terms": terms, "ranges": [{"unit": unit}]}],
            }
    nlp = library.blank("eds")
    nlp.add_pipe("eds.sentences")
    nlp.add_pipe("eds.tables")
    settings = {"quantities": known, "extract_ranges": True, "use_tables": True}
    nlp.add_pipe("eds.quantities", config=settings)

    def read(text: str) -> Read:
        numbers = []
        for span in nlp(text).spans["quantities"]:
            quantity = span._.value
            written = NUMBER.search(span.text)
            if len(quantity) == 1 and written:
                bare = not re.search(r"[^\W\d]|%", span.text)
                unit = None if bare else units.get(quantity.unit, quantity.unit)
                numbers.append((span.start_char + written.start(), written.group(), unit))
        return bound(text, list(names_in(text, given["quantities"])), numbers)

    return read


def quantulum3(given: dict) -> Callable[[str], Read]:
    """The parser, with our units added to its own; each quantity to the name before it."""
    from quantulum3 import load, parser  # noqa: PLC0415

    for unit, spellings in given["units"].items():
        load.add_custom_unit(
            name=f"ours:{unit}", surfaces=spellings, entity="concentration", dimensions=[]
        )
    same = {
        "milligram per litre": "mg/L", "gram per decilitre": "g/dL", "gram per litre": "g/L",
        "milligram per decilitre": "mg/dL", "microgram per litre": "µg/L", "kilogram": "kg",
        "microgram per millilitre": "µg/mL", "nanogram per millilitre": "ng/mL", "metre": "m",
        "centimetre": "cm", "millimetre": "mm", "percentage": "%", "year": "a", "month": "mo",
        "inch": "in", "pound-mass": "lb",
    }  # fmt: skip

    def read(text: str) -> Read:
        numbers = []
        for quantity in parser.parse(text):
            start = quantity.span[0]
            written = NUMBER.search(text, start, quantity.span[1])
            name = quantity.unit.name
            if written:
                unit = None if name == "dimensionless" else same.get(name, name.split("ours:")[-1])
                numbers.append((written.start(), written.group(), unit))
        return bound(text, list(names_in(text, given["quantities"])), numbers)

    return read


def main() -> None:
    """Read, and print what was read as JSON."""
    warnings.simplefilter("ignore")
    given = json.load(sys.stdin)
    began = time.perf_counter()
    read = {"medspacy": medspacy, "edsnlp": edsnlp, "quantulum3": quantulum3}[sys.argv[1]](given)
    loaded = time.perf_counter()
    failures = 0
    found: list[Read] = []
    for text in given["texts"]:
        try:
            found.append(read(text))
        except Exception:  # a text that the library cannot bear is read as nothing
            failures += 1
            found.append([])
    ended = time.perf_counter()
    json.dump(
        {"load_s": loaded - began, "read_s": ended - loaded, "failures": failures, "read": found},
        sys.stdout,
    )


if __name__ == "__main__":
    main()
