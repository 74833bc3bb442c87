"""The intent of a message: of the whole, or of the sentence in it that wants something.

Learned from the phrases of ``data/nlu`` (``intent_model``); the reader's values are no part of what
is wanted (``sentences``). It trains in seconds, without TensorFlow; ``docs/intents.md`` says how
often it is right.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers import LABEL_RANKING_LENGTH
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from addons.intent_model import IntentModel, Settings
from addons.lab_reader import OBSERVATION, entities, the_reader
from addons.sentences import Read, Sentence, sentences
from b2m_core.contract.codes import QUANTITIES

Ranking = list[tuple[str, float]]
"""Intents with how sure they are, best first."""

ANY_DAY: Final = date(2000, 1, 1)
"""Which codes stand in a text does not depend on the day; a fixed one keeps training the same."""

FILE: Final = "model.skops"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentSvm(GraphComponent):  # type: ignore[misc]  # Rasa ships no types for it
    """Ranks every intent. Comes after the reader, whose entities it looks at."""

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        model: IntentModel | None = None,
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model = model
        self._reader = the_reader()

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``C`` is LinearSVC's, ``sharpness`` multiplies the distances before the softmax.

        A sentence speaks for its message when it is ``sure`` and its intent is none of ``beside``,
        which accompany what is wanted. One that means one of ``first`` speaks before all others.
        """
        return {
            "C": 3.0,
            "sharpness": 3.0,
            "random_state": 42,
            "sure": 0.4,
            "first": [],
            "beside": [],
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "IntentSvm":
        """As Rasa makes its components; not trained yet."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: object,
    ) -> "IntentSvm":
        """The trained component."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, IntentModel.load(folder / FILE))

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the intents of all phrases, each as one sentence, and keep what was learned."""
        phrases = [phrase for phrase in training_data.intent_examples if phrase.get(TEXT)]
        self._model = IntentModel.learn(
            [self._sentences(phrase.get(TEXT))[0] for phrase in phrases],
            [phrase.get(INTENT) for phrase in phrases],
            Settings(
                penalty=self._config["C"],
                sharpness=self._config["sharpness"],
                seed=self._config["random_state"],
                kinds={kind["name"]: kind["elements"] for kind in training_data.lookup_tables},
            ),
        )
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder / FILE)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing that is trained comes after it."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set each message's intent, and the ranking of the best ones, as Rasa's classifiers do."""
        for message in messages:
            said = self._sentences(message.get(TEXT), message.get(ENTITIES, []))
            ranking = [
                {"name": intent, "confidence": share}
                for intent, share in self._ranking(said)[:LABEL_RANKING_LENGTH]
            ]
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _sentences(self, text: str, read: Sequence[dict[str, Any]] | None = None) -> list[Sentence]:
        """The sentences of a text; ``read`` is what the reader made of it, where it was asked."""
        if read is None:
            read = entities(self._reader.read(text, ANY_DAY))
        places = [
            Read(entity["start"], entity["end"], entity["value"] in QUANTITIES)
            for entity in read
            if entity["entity"] == OBSERVATION
        ]
        return sentences(text, self._reader.words(text), places)

    def _ranking(self, said: Sequence[Sentence]) -> Ranking:
        """The ranking of the whole message, or of the sentence that speaks for it."""
        if self._model is None:
            raise RuntimeError("the intents are ranked by a trained model only")
        intents = self._model.intents
        whole, *parts = (
            sorted(zip(intents, map(float, shares), strict=True), key=lambda one: -one[1])
            for shares in self._model.shares(said)
        )
        return speaker(whole, parts, **{key: self._config[key] for key in _CHOOSING})


_CHOOSING: Final = ("sure", "first", "beside")


def speaker(
    whole: Ranking, parts: Sequence[Ranking], sure: float, first: list[str], beside: list[str]
) -> Ranking:
    """Which ranking speaks: the surest that tells what is wanted.

    Where none is sure of that, the whole speaks if it is sure that nothing is wanted; else the
    likeliest that tells of something, too unsure to be answered.
    """
    telling = [ranking for ranking in (whole, *parts) if ranking[0][0] not in beside]
    certain = [ranking for ranking in telling if ranking[0][1] >= sure]
    urgent = [ranking for ranking in certain if ranking[0][0] in first]
    unsure = telling if whole[0][1] < sure else [whole]
    return max(urgent or certain or unsure or [whole], key=lambda ranking: ranking[0][1])
