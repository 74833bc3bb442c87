"""``python -m scripts.codes``: the contract's list of codes, written into the typed module.

``docs/contract/codes.yml`` is what people read and change; ``b2m_core/contract/codes.py`` is the
same as types. Only the lists are written; what else stands in the module stays.
"""

import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

PROJECT: Final = Path(__file__).parents[1]
LISTED: Final = PROJECT / "docs" / "contract" / "codes.yml"
TYPED: Final = PROJECT / "b2m_core" / "contract" / "codes.py"

LITERALS: Final = {
    "QuantityCode": "quantities",
    "CodedCode": "coded",
    "PresenceCode": "findings_present_or_absent",
    "RuleCode": "rules",
    "CautionCode": "cautions",
    "NextStepCode": "next_steps",
    "TopicCode": "topics",
}


def typed(listed: Mapping[str, Any], module: str) -> str:
    """The text of the module with the codes that are listed."""
    for name, section in LITERALS.items():
        module = _replaced(module, name, _lines(repr(code) for code in listed[section]))
    quantities, rules = listed["quantities"], listed["rules"]
    mappings: dict[str, dict[str, object]] = {
        "CANONICAL_UNITS": {code: entry["unit"] for code, entry in quantities.items()},
        "LOINC": {code: entry["loinc"] for code, entry in quantities.items() if "loinc" in entry},
        "CODED_VALUES": {code: tuple(words) for code, words in listed["coded"].items()},
        "RULE_OUTCOMES": {c: tuple(said) for c, said in rules.items() if isinstance(said, list)},
        "FORMULA_UNITS": {code: unit for code, unit in rules.items() if isinstance(unit, str)},
    }
    for name, entries in mappings.items():
        module = _replaced(module, name, _lines(f"{k!r}: {v!r}" for k, v in entries.items()))
    return _formatted(module)


def _lines(parts: Iterable[str]) -> str:
    return "".join(f"    {part},\n" for part in parts)


def _replaced(module: str, name: str, body: str) -> str:
    """The module with another body of one list; it must be there."""
    found = re.search(
        rf"^{name}(?:: Final\[[^\n]*)? = (?:Literal\[|\{{)\n(.*?)^[\]}}]$", module, re.M | re.S
    )
    if found is None:
        raise ValueError(f"{TYPED.name}: expected a list called {name}")
    return module[: found.start(1)] + body + module[found.end(1) :]


def _formatted(module: str) -> str:
    done = subprocess.run(  # noqa: S603 (our own formatter)
        [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(TYPED), "-"],
        input=module,
        check=True,
        capture_output=True,
        cwd=PROJECT,
        encoding="utf-8",
    )
    return done.stdout


if __name__ == "__main__":
    codes = yaml.safe_load(LISTED.read_text(encoding="utf-8"))
    TYPED.write_text(typed(codes, TYPED.read_text(encoding="utf-8")), encoding="utf-8")
