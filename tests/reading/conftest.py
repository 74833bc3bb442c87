"""The reader of the shipped knowledge, built once for all tests."""

from datetime import date
from typing import Final

import pytest

from b2m_core.knowledge.library import load_library
from b2m_core.reading.reader import Reader

TODAY: Final = date(2026, 11, 22)


@pytest.fixture(scope="session")
def reader() -> Reader:
    """A reader of the shipped knowledge."""
    return Reader(load_library())
