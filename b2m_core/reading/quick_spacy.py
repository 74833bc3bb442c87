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

_LATE: Final = (
    "spacy.schemas",  # models of configurations and token patterns: phrases need none
    "srsly._yaml_api",  # writes YAML, by a second YAML library
    "packaging.requirements",  # what a pipeline asks for, by a grammar that is compiled on import
    "h5py",  # the weights of TensorFlow's models
)
"""What spaCy's modules import, never use to match phrases, and take a third of the time for."""


def _late_call(module: str, name: str, *args: object, **options: object) -> object:
    """Call something of a late module, which is imported now."""
    return getattr(importlib.import_module(module), name)(*args, **options)


def _late_name(module: str, name: str) -> object:
    """A name of a late module, as a function that imports it when it is called."""
    if name.startswith("__"):
        raise AttributeError(name)
    return partial(_late_call, module, name)


def _stands_for(module: str) -> ModuleType:
    """What stands for a late module while spaCy is imported."""
    late = ModuleType(module)
    vars(late)["__getattr__"] = partial(_late_name, module)
    return late


def _import_spacy() -> None:
    """Import what the reader uses, where spaCy has not been imported yet."""
    if "spacy" in sys.modules:
        return
    spec = importlib.util.find_spec("spacy")
    if spec is None or spec.loader is None:
        raise ImportError("spaCy is missing: scripts/setup brings it")
    package, execute = importlib.util.module_from_spec(spec), spec.loader.exec_module
    late = {name: _stands_for(name) for name in _LATE if name not in sys.modules}
    sys.modules.update({"spacy": package, **late})
    try:
        importlib.import_module("spacy.tokens")  # first: other ways go round in a circle
        importlib.import_module("spacy.matcher")
    finally:
        for name in late:
            del sys.modules[name]

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
