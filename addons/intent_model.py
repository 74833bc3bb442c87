"""Which intent has a sentence? A linear support vector machine on its words, letters and codes.

Rare features weigh more than common ones. It knows nothing of Rasa and nothing of conversations.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import skops.io
from numpy import float64
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from scipy.special import softmax
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.svm import LinearSVC

from addons.mending import Mending
from addons.sentences import NUMBER, Sentence

ONE_WORD: Final = r"(?u)\b\w+\b"
NAMED_WEIGHT: Final = 3
"""Of a code against a word of the text: what does best on phrases left out of training."""

NOTHING_LEFT: Final = "nothing else"
"""The words of a sentence that holds values and nothing beside them."""

ALSO_TRUSTED: Final = ["scipy.sparse._csr.csr_matrix"]
"""What a trained model holds beside the types of scikit-learn and NumPy: the weights."""


@dataclass(frozen=True)
class Settings:
    """``penalty`` is LinearSVC's ``C``; ``sharpness`` multiplies distances before they are shares.

    ``kinds`` are lists of words that are one feature each.
    """

    penalty: float
    sharpness: float
    seed: int
    kinds: Mapping[str, Sequence[str]]


class IntentModel:
    """Says of a sentence how sure each intent is. Made by ``learn`` or ``load``."""

    def __init__(self, settings: Settings, counts: Mapping[str, int]) -> None:
        """Take the settings, and how often each word stands in the phrases of the training."""
        self._settings = settings
        self._counts = dict(counts)
        self._mending = Mending(counts)
        self._kinds = {
            kind: re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)
            for kind, words in settings.kinds.items()
        }
        self._learned: dict[str, Any] = {
            "words": CountVectorizer(token_pattern=ONE_WORD, ngram_range=(1, 2)),
            "letters": CountVectorizer(analyzer="char_wb", ngram_range=(2, 4)),
            "facts": DictVectorizer(),
            "weights": TfidfTransformer(sublinear_tf=True),
            "svm": LinearSVC(C=settings.penalty, random_state=settings.seed),
        }

    @classmethod
    def learn(
        cls, sentences: Sequence[Sentence], intents: Sequence[str], settings: Settings
    ) -> "IntentModel":
        """A model of these sentences; the same sentences and settings give the same model."""
        counts = Counter(word for sentence in sentences for word in sentence.letters.split())
        model = cls(settings, counts)
        learned = model._learned
        for name, seen in model._seen(sentences).items():
            learned[name].fit(seen)
        features = model._features(sentences)
        learned["svm"].fit(learned["weights"].fit_transform(features), intents)
        return model

    @classmethod
    def load(cls, file: Path) -> "IntentModel":
        """What ``save`` wrote; a file with any other type than these is refused."""
        saved = skops.io.load(file, trusted=ALSO_TRUSTED)
        model = cls(Settings(**saved["settings"]), saved["counts"])
        model._learned = saved["learned"]
        return model

    def save(self, file: Path) -> None:
        """Write everything that was learned."""
        saved = {
            "settings": asdict(self._settings),
            "counts": self._counts,
            "learned": self._learned,
        }
        skops.io.dump(saved, file)

    @property
    def intents(self) -> list[str]:
        """The intents that were learned, in the order of the shares."""
        return [str(intent) for intent in self._learned["svm"].classes_]

    def shares(self, sentences: Sequence[Sentence]) -> "NDArray[float64]":
        """How sure each intent is, one row for each sentence; a row adds up to one.

        Of a sentence without a single word that is known, every intent is as likely.
        """
        mended = [
            replace(
                sentence,
                words=self._mending.mended(sentence.words),
                letters=self._mending.mended(sentence.letters),
            )
            for sentence in sentences
        ]
        features = self._learned["weights"].transform(self._features(mended))
        distances = self._learned["svm"].decision_function(features)
        strange = np.array([not self._knows_of(sentence) for sentence in mended])
        distances[strange] = 0
        shares: NDArray[float64] = softmax(self._settings.sharpness * distances, axis=1)
        return shares

    def _knows_of(self, sentence: Sentence) -> bool:
        """Whether it says anything that was met before: letters alone are no ground to judge by."""
        words = sentence.words.split()
        known = any(word == NUMBER or word in self._counts for word in words)
        return known or sentence.states or bool(sentence.named)

    def _features(self, sentences: Sequence[Sentence]) -> csr_matrix:
        seen = self._seen(sentences)
        return hstack([self._learned[name].transform(seen[name]) for name in seen]).tocsr()

    def _seen(self, sentences: Sequence[Sentence]) -> dict[str, list[Any]]:
        return {
            "words": [sentence.words or NOTHING_LEFT for sentence in sentences],
            "letters": [sentence.letters for sentence in sentences],
            "facts": [self._facts(sentence) for sentence in sentences],
        }

    def _facts(self, sentence: Sentence) -> dict[str, int]:
        """Kinds of words that occur, what is named, and what the reader got out of it."""
        return {
            **{kind: 1 for kind, words in self._kinds.items() if words.search(sentence.letters)},
            **{f"named {code}": NAMED_WEIGHT for code in sentence.named},
            **({"states something": NAMED_WEIGHT} if sentence.states else {}),
            **({"has a value": NAMED_WEIGHT} if sentence.has_value else {}),
        }
