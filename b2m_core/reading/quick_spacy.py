"""The parts of spaCy that the reader uses, without loading the rest of it.

``import spacy`` loads every pipeline component, the training loop and a command line: most of the
time that a short command such as ``b2m read`` takes in all. The reader matches phrases in documents
that it makes itself. Where spaCy has not been imported yet, only these modules are loaded; spaCy's
package becomes whole as soon as somebody asks it for anything else (``spacy.blank``), and only then
can other modules of it be imported.
"""

import importlib
import importlib.util
import sys
from functools import partial
from types import ModuleType
from typing import Final

_LATE: Final = "spacy.schemas"
"""Models of configurations and token patterns. Phrases need none, and they take long to make."""


def _late_call(name: str, *args: object, **options: object) -> object:
    """Call something of the late module, which is imported now."""
    return getattr(importlib.import_module(_LATE), name)(*args, **options)


def _late_name(name: str) -> object:
    """A name of the late module, as a function that imports it when it is called."""
    if name.startswith("__"):
        raise AttributeError(name)
    return partial(_late_call, name)


def _import_spacy() -> None:
    """Import what the reader uses, where spaCy has not been imported yet."""
    if "spacy" in sys.modules:
        return
    spec = importlib.util.find_spec("spacy")
    if spec is None or spec.loader is None:
        raise ImportError("spaCy is missing: scripts/setup brings it")
    package, execute = importlib.util.module_from_spec(spec), spec.loader.exec_module
    late = ModuleType(_LATE)
    vars(late)["__getattr__"] = _late_name
    sys.modules.update({"spacy": package, _LATE: late})
    try:
        importlib.import_module("spacy.tokens")  # first: other ways go round in a circle
        importlib.import_module("spacy.matcher")
    finally:
        del sys.modules[_LATE]

    def whole(name: str) -> object:
        del vars(package)["__getattr__"]
        execute(package)
        return getattr(package, name)

    vars(package)["__getattr__"] = whole


_import_spacy()

from spacy.attrs import LOWER, ORTH  # type: ignore[import-not-found]  # noqa: E402 - no types; after it
from spacy.matcher import PhraseMatcher  # noqa: E402 - after _import_spacy
from spacy.tokens import Doc  # noqa: E402 - after _import_spacy
from spacy.vocab import Vocab  # noqa: E402 - after _import_spacy

__all__ = ["LOWER", "ORTH", "Doc", "PhraseMatcher", "Vocab"]
