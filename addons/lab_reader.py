"""The reader as a component of Rasa's pipeline: text in, observations out as entities.

The core's reader does the work; here its result is put where Rasa carries it to the action server.
Neither text nor values are logged.
"""

import os
from datetime import date
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from b2m_core.knowledge.library import load_library
from b2m_core.reading.models import Personal, Reading, Spotted, Unplaced
from b2m_core.reading.reader import Reader

OBSERVATION = "observation"
UNPLACED = "unplaced"
PERSONAL = "personal"
"""The kinds of entities: what was read, by its code; what was seen and not used, by the reason;
personal data, by its kind."""

DAY = "today"
"""The name under which a message carries the day that its relative dates were read against."""

LANGUAGE = "language"
"""The name under which a message carries the language it is in, where that is not English."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class LabReader(GraphComponent):  # type: ignore[misc]  # Rasa ships no types for it
    """One entity for each thing read, and one for each thing seen and not used."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "LabReader":
        """As Rasa makes its components; nothing can be configured, nothing is trained."""
        day()  # a wrong B2M_TODAY shows at the start and not in every turn
        return cls(Reader(load_library()))

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities of each message, and the day it was read on."""
        for message in messages:
            today = day()
            reading = self._reader.read(message.get(TEXT), today)
            message.set(ENTITIES, message.get(ENTITIES, []) + entities(reading), add_to_output=True)
            message.set(DAY, today.isoformat(), add_to_output=True)
            message.set(LANGUAGE, reading.language, add_to_output=True)
        return messages


def day() -> date:
    """The day of the message; ``B2M_TODAY`` fixes it. Raises ``ValueError`` for what is no day."""
    fixed = os.environ.get("B2M_TODAY")
    if not fixed:
        return date.today()
    try:
        return date.fromisoformat(fixed)
    except ValueError:
        raise ValueError(f"B2M_TODAY: expected a day like 2026-11-22, got {fixed!r}") from None


def entities(reading: Reading) -> list[dict[str, Any]]:
    """What was read, as Rasa's entities; under the entity's own name lies the whole object."""
    return [
        *(_entity(OBSERVATION, spotted, spotted.observation.code) for spotted in reading.spotted),
        *(_entity(UNPLACED, unplaced, unplaced.why) for unplaced in reading.unplaced),
        *(_entity(PERSONAL, piece, piece.kind) for piece in reading.personal),
    ]


def _entity(name: str, read: Spotted | Unplaced | Personal, value: str) -> dict[str, Any]:
    return {
        "entity": name,
        "value": value,
        "start": read.start,
        "end": read.end,
        "extractor": LabReader.__name__,
        name: read.model_dump(mode="json"),
    }
