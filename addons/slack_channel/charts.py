"""The chart of serial values, as a picture below its answer."""

from typing import Any, Final

from addons.drawing import draw
from addons.slack_channel.outbox import Post, insist
from addons.slack_channel.web_api import Upload, WebApi
from b2m_core.contract.models import Answer
from b2m_core.knowledge.library import Library

FILE: Final = "b2m.png"
TRIES: Final = 3
"""A chart only shows what the answer says: it keeps no later answer waiting."""


class Charts:
    """Draws and uploads charts, and takes them back."""

    def __init__(self, api: WebApi, library: Library) -> None:
        self._api = api
        self._library = library

    async def show(
        self, answer: Answer, post: Post | None, thread: str, *, instead_of: str | None
    ) -> str | None:
        """Upload the chart of an answer that compares values; the file's id where there is one."""
        await self.take_back(instead_of)
        drawn = await draw(answer, self._library, "png") if post else None
        if drawn is None or post is None:
            return None
        uploaded = await insist(
            lambda: self._api.upload(
                Upload(drawn.content, FILE, drawn.title, drawn.alt), post.channel, thread
            ),
            tries=TRIES,
        )
        return _file_id(uploaded)

    async def take_back(self, file: str | None) -> None:
        """Delete a chart that is no longer true."""
        if file is not None:
            await insist(lambda: self._api.call("files.delete", file=file), tries=TRIES)


def _file_id(uploaded: dict[str, Any] | None) -> str | None:
    files = (uploaded or {}).get("files") or [{}]
    file = files[0].get("id")
    return None if file is None else str(file)
