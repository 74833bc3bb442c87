"""Asks back where the intent is too unsure to be answered.

Whoever writes of an emergency or asks for a treatment is told at once, and so from less on than a
question is answered: a question that is answered wrongly misleads, a refusal does not.
"""

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.fallback_classifier import FallbackClassifier
from rasa.shared.nlu.constants import INTENT, PREDICTED_CONFIDENCE_KEY
from rasa.shared.nlu.training_data.message import Message

from addons.intent_svm import ALSO


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class AskBack(FallbackClassifier):  # type: ignore[misc]  # Rasa ships no types for it
    """Rasa's own fallback, with a confidence of its own for the intents of ``stands_from``.

    Where two topics are asked for, the classifier was sure enough of each.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rasa's thresholds, and no such intent."""
        return {**FallbackClassifier.get_default_config(), "stands_from": {}}

    def _should_fallback(self, message: Message) -> bool:
        intent = message.get(INTENT)
        if message.get(ALSO):
            return False
        enough = self.component_config["stands_from"].get(intent["name"])
        if enough is not None:
            return bool(intent[PREDICTED_CONFIDENCE_KEY] < enough)
        return bool(super()._should_fallback(message))
