"""The intent of a message: of the whole, or of the sentence in it that wants something.

Learned from the phrases of ``data/nlu`` (``intent_model``); the reader's values are no part of what
is wanted (``sentences``). It trains in seconds, without TensorFlow; ``docs/intents.md`` says how
often it is right.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, get_args

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers import LABEL_RANKING_LENGTH
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from addons.intent_model import IntentModel, Settings
from addons.lab_reader import OBSERVATION, READING, entities, the_reader
from addons.sentences import Pair, Read, Sentence, pairs, sentences
from b2m_core.contract.codes import QUANTITIES, TopicCode
from b2m_core.reading.words import Word

Ranked = tuple[str, float]
Ranking = list[Ranked]
"""Intents with how sure they are, best first."""

TOPICS: Final = frozenset(get_args(TopicCode))

ANY_DAY: Final = date(2000, 1, 1)
"""Which codes stand in a text does not depend on the day; a fixed one keeps training the same."""

ALSO: Final = "also"
"""The name under which a message carries the second topic that it asks for."""

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
        ``begins`` is that of a message that begins another patient: where the reader tells so, it
        accompanies what is wanted, too. Two topics are asked for where both parts are as sure as
        ``both``, or as ``both_unasked`` where nothing but an ``and`` says that the second is a
        question.
        """
        return {
            "C": 3.0,
            "sharpness": 3.0,
            "random_state": 42,
            "sure": 0.4,
            "first": [],
            "beside": [],
            "begins": "",
            "both": 0.35,
            "both_unasked": 0.8,
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
            [sentences(*self._seen(phrase.get(TEXT)))[0] for phrase in phrases],
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
        """Set each message's intent, and the ranking of the best ones, as Rasa's classifiers do.

        Where it asks for two topics, the intent is the first of them and the other stands beside.
        """
        for message in messages:
            seen = self._seen(message.get(TEXT), message.get(ENTITIES, []))
            begins = bool(message.get(READING, {}).get("next_patient"))
            ranking = self._ranking(sentences(*seen), begins=begins)
            if two := self._two_topics(ranking[0], tuple(pairs(*seen))):
                first, second = two
                ranking = [first, *(one for one in ranking if one[0] != first[0])]
                message.set(ALSO, second[0], add_to_output=True)
            said = [
                {"name": intent, "confidence": share}
                for intent, share in ranking[:LABEL_RANKING_LENGTH]
            ]
            message.set("intent", said[0], add_to_output=True)
            message.set("intent_ranking", said, add_to_output=True)
        return messages

    def _seen(
        self, text: str, read: Sequence[dict[str, Any]] | None = None
    ) -> tuple[str, list[Word], list[Read]]:
        """A text, its words and what is read in it; ``read``, where the reader was asked before."""
        if read is None:
            read = entities(self._reader.read(text, ANY_DAY))
        places = [
            Read(entity["start"], entity["end"], entity["value"] in QUANTITIES)
            for entity in read
            if entity["entity"] == OBSERVATION
        ]
        return text, self._reader.words(text), places

    def _ranking(self, said: Sequence[Sentence], *, begins: bool) -> Ranking:
        """The ranking of the whole message, or of the sentence that speaks for it."""
        whole, *parts = self._rankings(said)
        beside = [*self._config["beside"], *([self._config["begins"]] if begins else [])]
        return speaker(whole, parts, self._config["sure"], self._config["first"], beside)

    def _rankings(self, said: Sequence[Sentence]) -> list[Ranking]:
        if self._model is None:
            raise RuntimeError("the intents are ranked by a trained model only")
        intents = self._model.intents
        return [
            sorted(zip(intents, map(float, shares), strict=True), key=lambda one: -one[1])
            for shares in self._model.shares(said)
        ]

    def _two_topics(self, taken: Ranked, said: Sequence[Pair]) -> tuple[Ranked, Ranked] | None:
        """The two topics that are asked for, where the message is not surely something else."""
        if not said or (taken[0] not in TOPICS and taken[1] >= self._config["sure"]):
            return None
        ranked = [
            ranking[0] for ranking in self._rankings([s for pair in said for s in pair.parts])
        ]
        asked = [
            (first, second)
            for pair, first, second in zip(said, ranked[::2], ranked[1::2], strict=True)
            if first[0] != second[0]
            and {first[0], second[0]} <= TOPICS
            and min(first[1], second[1]) >= self._config["both" if pair.asked else "both_unasked"]
        ]
        return max(asked, key=lambda two: min(two[0][1], two[1][1]), default=None)


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
