"""How much is read at once, on every surface."""

from typing import Final

MAX_CHARACTERS: Final = 8_000
"""The longest text that is read. A longer one is refused whole: a part could say something else."""
