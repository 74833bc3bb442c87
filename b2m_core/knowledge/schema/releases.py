"""The versions of the knowledge: the file ``releases.yml``."""

from datetime import date

from pydantic import Field

from b2m_core.knowledge.schema.items import Item, ReadOnly, Text


class Release(Item):
    """A version of the knowledge: what changed in it, and the hashes of what it held."""

    version: str = Field(pattern=r"^\d{4}\.\d{1,2}\.\d+$")
    on: date
    says: Text
    content_hash: str
    items: ReadOnly[str, str]


class Releases(Item):
    """The file of versions, newest first."""

    releases: tuple[Release, ...] = Field(min_length=1)
