"""Keeps what a user types away from Rasa's own ``/intent{"entity": …}`` notation.

Rasa appends a parser to every pipeline that takes a message beginning with ``/`` for an intent
with entities, whatever the channel. Being the last component before that parser, this one hides
the slash from it, so that the classifier's and the reader's results stand for any text.
"""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

INVISIBLE = "\N{WORD JOINER}"
"""Not white space, so that it is still in front after Rasa strips the text."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class PlainText(GraphComponent):  # type: ignore[misc]  # Rasa ships no types for it
    """The last component of the pipeline: a leading slash has no meaning."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "PlainText":
        """As Rasa makes its components; nothing can be configured."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Put an invisible character before each leading slash.

        The conversation keeps the text as it was typed: Rasa logs the user's message, not this.
        """
        for message in messages:
            text = message.get(TEXT)
            if text.lstrip().startswith("/"):
                message.set(TEXT, INVISIBLE + text)
        return messages
