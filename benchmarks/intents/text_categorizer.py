"""spaCy's text categorizer as a component of Rasa's pipeline, a candidate for the intent.

It learns from the words beside the values, in which what is named is its code, as the assistant's
own classifier does.
"""

import random
from typing import Any, Final

import spacy
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import fix_random_seed, minibatch

from addons.intent_model import NOTHING_LEFT
from addons.intent_svm import ANY_DAY
from addons.lab_reader import OBSERVATION, entities, the_reader
from addons.sentences import Read, sentences
from b2m_core.contract.codes import QUANTITIES

SEED: Final = 42
EPOCHS: Final = 10
BATCH: Final = 32
MODEL: Final[dict[str, Any]] = {
    "@architectures": "spacy.TextCatBOW.v3",
    "exclusive_classes": True,
    "ngram_size": 2,
    "no_output_layer": False,
    "length": 2**14,
}
"""spaCy's linear model of words and pairs of words; the neural one beside it trains far longer."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SpacyTextCategorizer(GraphComponent):  # type: ignore[misc]  # Rasa ships no types for it
    """Ranks every intent. Comes after the reader, whose entities it looks at."""

    def __init__(self, storage: ModelStorage, resource: Resource, language: Language) -> None:
        self._storage = storage
        self._resource = resource
        self._language = language

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SpacyTextCategorizer":
        """As Rasa makes its components; not trained yet."""
        return cls(model_storage, resource, spacy.blank("en"))

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: object,
    ) -> "SpacyTextCategorizer":
        """The trained component."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, spacy.load(folder / "textcat"))

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the intents of all phrases, with spaCy's linear model."""
        fix_random_seed(SEED)
        phrases = [one for one in training_data.intent_examples if one.get(TEXT)]
        intents = sorted({one.get(INTENT) for one in phrases})
        self._language.add_pipe("textcat", config={"model": MODEL})
        examples = [
            Example.from_dict(
                self._doc(one.get(TEXT)),
                {"cats": {intent: float(intent == one.get(INTENT)) for intent in intents}},
            )
            for one in phrases
        ]
        optimizer = self._language.initialize(lambda: examples)
        order = random.Random(SEED)  # noqa: S311  # no secret: the order of the phrases
        for _ in range(EPOCHS):
            order.shuffle(examples)
            for batch in minibatch(examples, BATCH):
                self._language.update(batch, sgd=optimizer, drop=0.2)
        with self._storage.write_to(self._resource) as folder:
            self._language.to_disk(folder / "textcat")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set each message's intent, and the ranking of all of them, best first."""
        for message in messages:
            shares = self._language(self._doc(message.get(TEXT), message.get(ENTITIES, []))).cats
            ranking = [
                {"name": intent, "confidence": share}
                for intent, share in sorted(shares.items(), key=lambda one: -one[1])
            ]
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _doc(self, text: str, read: list[dict[str, Any]] | None = None) -> Doc:
        reader = the_reader()
        if read is None:
            read = entities(reader.read(text, ANY_DAY))
        places = [
            Read(one["start"], one["end"], one["value"] in QUANTITIES)
            for one in read
            if one["entity"] == OBSERVATION
        ]
        whole, *_ = sentences(text, reader.words(text), places)
        return Doc(self._language.vocab, words=whole.words.split() or [NOTHING_LEFT])
