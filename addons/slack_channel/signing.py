"""Is this request from Slack, and seen for the first time?"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from time import time
from typing import Final

from slack_sdk.signature import Clock, SignatureVerifier

WINDOW_S: Final = 300
MAX_KEPT: Final = 100_000
SIGNATURE: Final = "x-slack-signature"
TIMESTAMP: Final = "x-slack-request-timestamp"


class Signing:
    """Checks signatures, and refuses one that was accepted before."""

    def __init__(self, secret: str, now: Callable[[], float] = time) -> None:
        clock = Clock()
        clock.now = now  # type: ignore[method-assign]  # the verifier's own door for a clock
        self._verifier = SignatureVerifier(secret, clock)
        self._now = now
        self._accepted: OrderedDict[str, float] = OrderedDict()

    def is_valid(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Whether Slack signed this within the last five minutes, and it is no replay."""
        signature = headers.get(SIGNATURE, "")
        try:
            signed = self._verifier.is_valid(body, headers.get(TIMESTAMP), signature)
        except ValueError:  # a time that is no number, a body that is no text
            return False
        return signed and signature not in self._accepted

    def accept(self, headers: Mapping[str, str]) -> None:
        """Note a request that was taken: the same one is a replay from now on."""
        self._accepted[headers[SIGNATURE]] = self._now()
        # Both ends of the window: a request may also be dated ahead.
        while self._accepted:
            _, at = next(iter(self._accepted.items()))
            if at >= self._now() - 2 * WINDOW_S and len(self._accepted) <= MAX_KEPT:
                return
            self._accepted.popitem(last=False)
