"""The charts of serial values that answers come with, each at an address that cannot be guessed."""

import secrets
from collections import OrderedDict

from addons.drawing import draw
from b2m_core.contract.models import Answer
from b2m_core.knowledge.library import Library

JsonObject = dict[str, object]

MAX_CHARTS = 500
"""Of about 40 kB each."""


class Charts:
    """The latest charts, as SVG by name, and the conversation that each belongs to."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._kept: OrderedDict[str, tuple[str, bytes]] = OrderedDict()

    async def draw(self, answer: Answer, conversation: str) -> JsonObject | None:
        """Draw what serial values show: ``path``, ``title`` and ``alt``; nothing without them."""
        drawn = await draw(answer, self._library, "svg")
        if drawn is None:
            return None
        name = f"{secrets.token_urlsafe(24)}.svg"
        self._kept[name] = conversation, drawn.content
        while len(self._kept) > MAX_CHARTS:
            self._kept.popitem(last=False)
        return {"path": f"chart/{name}", "title": drawn.title, "alt": drawn.alt}

    def get(self, name: str) -> bytes | None:
        """The SVG of this name, if it is kept."""
        return self._kept[name][1] if name in self._kept else None

    def forget(self, conversation: str) -> None:
        """Keep no chart of this conversation."""
        for name in [name for name, (of, _) in self._kept.items() if of == conversation]:
            del self._kept[name]
