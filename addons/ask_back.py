"""Asks back where the intent is too unsure to be answered, but never puts off a refusal.

Whoever writes of an emergency or asks for a treatment is told at once, however unsure the intent.
"""

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.fallback_classifier import FallbackClassifier
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class AskBack(FallbackClassifier):  # type: ignore[misc]  # Rasa ships no types for it
    """Rasa's own fallback, with intents that stand whatever their confidence: ``certain``."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rasa's thresholds, and no such intent."""
        return {**FallbackClassifier.get_default_config(), "certain": []}

    def _should_fallback(self, message: Message) -> bool:
        certain = message.get(INTENT)["name"] in self.component_config["certain"]
        return not certain and super()._should_fallback(message)
