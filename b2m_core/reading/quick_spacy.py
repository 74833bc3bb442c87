"""The parts of spaCy that the reader uses, without loading spaCy's own command line.

``import spacy`` imports ``spacy.cli`` for one function, ``spacy.info``, and with it a command-line
library, an HTTP client and a project downloader: about a third of the time that a short command
such as ``b2m read`` takes in all. While spaCy is imported here for the first time, an empty module
stands in for its command line. Afterwards the stand-in is gone: ``import spacy.cli`` loads the real
one, and ``spacy.info`` does so when it is called.
"""

import importlib
import sys
from types import ModuleType
from typing import Final

_COMMAND_LINE: Final = ("spacy.cli", "spacy.cli.info")


def _info(*args: object, **options: object) -> object:
    """``spacy.info``: imports spaCy's command line when it is called."""
    return importlib.import_module("spacy.cli.info").info(*args, **options)


def _import_spacy() -> None:
    """Import spaCy, without its command line where it has not been imported yet."""
    if "spacy" in sys.modules:
        return
    stand_ins = {name: ModuleType(name) for name in _COMMAND_LINE}
    vars(stand_ins["spacy.cli.info"])["info"] = _info
    sys.modules.update(stand_ins)
    try:
        importlib.import_module("spacy")
    finally:
        for name, stand_in in stand_ins.items():
            if sys.modules.get(name) is stand_in:
                del sys.modules[name]


_import_spacy()

from spacy.attrs import LOWER  # type: ignore[import-not-found]  # noqa: E402 - no types; after it
from spacy.matcher import PhraseMatcher  # noqa: E402 - after _import_spacy
from spacy.tokens import Doc  # noqa: E402 - after _import_spacy
from spacy.vocab import Vocab  # noqa: E402 - after _import_spacy

__all__ = ["LOWER", "Doc", "PhraseMatcher", "Vocab"]
