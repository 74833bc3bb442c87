"""How often somebody may ask: a bucket of tokens for each key, refilled steadily.

Own code, because the kept library for it (``limits``) needs a ``packaging`` that Rasa excludes.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass


class TooOften(Exception):
    """The key has used up what it had; ``rest_s`` are the whole seconds until there is one more."""

    def __init__(self, rest_s: int) -> None:
        super().__init__(f"at most one more in {rest_s} s")
        self.rest_s = rest_s


@dataclass(frozen=True)
class Rate:
    """So many calls at once, and so many a minute in the long run."""

    calls: int
    per_minute: float


class RateLimit:
    """Counts calls by key. A bucket that has filled up again is as good as none and is dropped."""

    def __init__(self, rate: Rate, now_s: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._now_s = now_s
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> None:
        """Count one call; raises ``TooOften`` and counts nothing when there is none left."""
        now = self._now_s()
        self._drop_full(now)
        left = self._left(key, now)
        if left < 1:
            raise TooOften(math.ceil((1 - left) * 60 / self._rate.per_minute))
        self._buckets[key] = (left - 1, now)
        self._buckets.move_to_end(key)

    def __len__(self) -> int:
        """How many keys are remembered."""
        return len(self._buckets)

    def _left(self, key: str, now: float) -> float:
        left, at = self._buckets.get(key, (float(self._rate.calls), now))
        return min(left + (now - at) * self._rate.per_minute / 60, float(self._rate.calls))

    def _drop_full(self, now: float) -> None:
        """From the oldest on: what was not asked for as long as a whole refill takes is full."""
        refill_s = self._rate.calls * 60 / self._rate.per_minute
        while self._buckets:
            key, (_, at) = next(iter(self._buckets.items()))
            if now - at < refill_s:
                return
            del self._buckets[key]
