"""What every item of the knowledge has: wordings, a review record, sources."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WrapSerializer, model_validator

from b2m_core.contract.codes import Audience, ReviewStatus

ReferenceId = Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, Field(min_length=1, pattern=r"\S")]

K = TypeVar("K")
V = TypeVar("V")


def _as_dict(
    value: Mapping[object, object], write: Callable[[dict[object, object]], object]
) -> object:
    return write(dict(value))


ReadOnly = Annotated[Mapping[K, V], AfterValidator(MappingProxyType), WrapSerializer(_as_dict)]
"""A mapping that nobody can change after it was read."""


class Item(BaseModel):
    """Frozen, and refuses keys it does not know, so that a misspelt key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)


class Review(Item):
    """Who looked at an item. An approval names the content it was given for by its hash."""

    status: ReviewStatus
    by: str | None = None
    on: date | None = None
    content_hash: str | None = None

    @model_validator(mode="after")
    def _an_approval_is_signed(self) -> "Review":
        if self.status == "approved" and not (self.by and self.on and self.content_hash):
            raise ValueError("an approval needs by, on and content_hash")
        return self


class Wording(Item):
    """One statement in the three wordings. A plain string in a file means the same for all."""

    clinician: Text
    care_team: Text
    plain: Text

    @model_validator(mode="before")
    @classmethod
    def _one_for_all(cls, written: object) -> object:
        if isinstance(written, str):
            return {"clinician": written, "care_team": written, "plain": written}
        return written

    def for_audience(self, audience: Audience) -> str:
        """The wording for one audience."""
        return {"clinician": self.clinician, "care_team": self.care_team, "plain": self.plain}[
            audience
        ]


class Reviewed(Item):
    """An item with a review record and, where useful, a note on how sure its content is."""

    review: Review
    notes: str | None = None


class Reference(Reviewed):
    """A source. Identifiers not known with certainty stay empty; none is guessed."""

    label: str
    authors: str | None
    title: str
    published: str
    year: int | None
    doi: str | None = None
    pmid: str | None = None
    url: str | None = None
    supports: str
    identifier_status: str
