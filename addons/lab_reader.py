"""The reader as a component of Rasa's pipeline: text in, its reading out beside the intent.

The core's reader does the work; here its result is put where Rasa carries it to the action server.
Neither text nor values are logged.
"""

import os
from datetime import date
from functools import lru_cache
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from b2m_core.knowledge.library import load_library
from b2m_core.reading.models import NamedRule, Personal, Reading, Spotted, Unplaced
from b2m_core.reading.reader import Reader

OBSERVATION = "observation"
UNPLACED = "unplaced"
RULE = "rule"
PERSONAL = "personal"
"""The kinds of entities: what was read, by its code; what was seen and not used, by the reason;
what is a rule's name, by its code; personal data, by its kind."""

READING = "reading"
"""The name under which a message carries what was read, as one JSON object."""
DAY = "today"
"""The name under which a message carries the day that its relative dates were read against."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class LabReader(GraphComponent):  # type: ignore[misc]  # Rasa ships no types for it
    """Puts the whole reading on the message, and marks as entities where in the text it stands."""

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
        return cls(the_reader())

    def process(self, messages: list[Message]) -> list[Message]:
        """Add to each message what it says, the entities of that, and the day it was read on."""
        for message in messages:
            today = day()
            reading = self._reader.read(message.get(TEXT), today)
            message.set(ENTITIES, message.get(ENTITIES, []) + entities(reading), add_to_output=True)
            message.set(READING, reading.model_dump(mode="json"), add_to_output=True)
            message.set(DAY, today.isoformat(), add_to_output=True)
        return messages


@lru_cache(maxsize=1)
def the_reader() -> Reader:
    """The one reader of this process: making it takes as long as many turns."""
    return Reader(load_library())


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
    """Where in the text each thing stands that was read, seen and not used, or named."""
    return [
        *(_entity(OBSERVATION, spotted, spotted.observation.code) for spotted in reading.spotted),
        *(_entity(UNPLACED, unplaced, unplaced.why) for unplaced in reading.unplaced),
        *(_entity(RULE, named, named.rule) for named in reading.rules),
        *(_entity(PERSONAL, piece, piece.kind) for piece in reading.personal),
    ]


def _entity(
    name: str, read: Spotted | Unplaced | NamedRule | Personal, value: str
) -> dict[str, Any]:
    return {
        "entity": name,
        "value": value,
        "start": read.start,
        "end": read.end,
        "extractor": LabReader.__name__,
    }
