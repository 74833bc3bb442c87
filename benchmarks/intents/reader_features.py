"""What the reader finds in a text, as features of the intent: diseases, tests, causes, phases.

However a thing is spelled, it is one code, so that a question about it is known by the code as well
as by the words. Named means that it occurs; read means that something was said of it, which a
statement does and a question does not.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction import DictVectorizer

from addons.lab_reader import OBSERVATION, RULE, UNPLACED, entities
from b2m_core.contract.codes import ObservationCode
from b2m_core.knowledge.library import load_library
from b2m_core.knowledge.schema.words import Why
from b2m_core.reading.reader import Reader

ANY_DAY = date(2000, 1, 1)
"""Which codes stand in a text does not depend on the day; a fixed one keeps training the same."""

FEATURES = (
    *(f"named {code}" for code in get_args(ObservationCode)),
    *(f"read {code}" for code in get_args(ObservationCode)),
    *(f"left {why}" for why in get_args(Why)),
    "read something",
    "names a rule",
)
WEIGHT = 3
"""Of a code against a word of the text: what does best on phrases left out of training."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class ReaderFeatures(SparseFeaturizer, GraphComponent):  # type: ignore[misc]  # no types in Rasa
    """One feature for each code that is named and each that is read, and for what was left."""

    def __init__(self, config: dict[str, Any], name: str, reader: Reader) -> None:
        super().__init__(name, config)
        self._reader = reader
        self._vectorizer = DictVectorizer().fit([dict.fromkeys(FEATURES, 1)])

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "ReaderFeatures":
        """As Rasa makes its components; nothing is trained."""
        return cls(config, execution_context.node_name, Reader(load_library()))

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing can be configured."""

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the features to each phrase."""
        for phrase in training_data.training_examples:
            if text := phrase.get(TEXT):
                self._add(phrase, entities(self._reader.read(text, ANY_DAY)))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the features of each message, which the reader has read before."""
        for message in messages:
            self._add(message, message.get(ENTITIES, []))
        return messages

    def _add(self, message: Message, read: list[dict[str, Any]]) -> None:
        text = message.get(TEXT)
        found = dict.fromkeys(self._found(text, read), WEIGHT)
        self.add_features_to_message(None, self._vectorizer.transform([found]), TEXT, message)

    def _found(self, text: str, read: list[dict[str, Any]]) -> Iterator[str]:
        """Those of ``FEATURES`` that a text has; ``read`` is what the reader made of it."""
        yield from (f"named {code}" for word in self._reader.words(text) for code in word.codes)
        for entity in read:
            if entity["entity"] == OBSERVATION:
                yield f"read {entity['value']}"
                yield "read something"
            elif entity["entity"] == UNPLACED:
                yield f"left {entity['value']}"
            elif entity["entity"] == RULE:
                yield "names a rule"
