"""Which intent has a sentence? A linear support vector machine on its words, letters and codes.

Rare features weigh more than common ones. It knows nothing of Rasa and nothing of conversations.
scikit-learn learns it. A sentence has some hundred features of many thousand, so their weights are
looked up and added here: its own way through sparse matrices takes ten times as long.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Final

import numpy as np
import skops.io
from numpy import float64
from numpy.typing import NDArray
from scipy.special import softmax
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.svm import LinearSVC

from addons.mending import Mending
from addons.sentences import NUMBER, Sentence

ONE_WORD: Final = r"(?u)\b\w+\b"
NAMED_WEIGHT: Final = 3
"""Of a code against a word of the text: what does best on phrases left out of training."""
KIND_WEIGHT: Final = 2
"""Of a kind of words against a single word, found in the same way."""

NOTHING_LEFT: Final = "nothing else"
"""The words of a sentence that holds values and nothing beside them."""

_PLAIN: Final = re.compile(r"\w+")

_words = CountVectorizer(token_pattern=ONE_WORD, ngram_range=(1, 2)).build_analyzer()
_letters = CountVectorizer(analyzer="char_wb", ngram_range=(2, 4)).build_analyzer()


@dataclass(frozen=True)
class Settings:
    """``penalty`` is LinearSVC's ``C``; ``sharpness`` multiplies distances before they are shares.

    ``kinds`` are lists of words, each of them one feature, and every two of them another.
    """

    penalty: float
    sharpness: float
    seed: int
    kinds: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Learned:
    """What is learned of phrases.

    ``columns`` numbers the features. ``rarity`` is what each counts for, ``weights`` what it says
    for each intent (features by intents), ``bias`` what speaks for each intent beforehand.
    """

    intents: list[str]
    columns: dict[str, int]
    rarity: "NDArray[float64]"
    weights: "NDArray[float64]"
    bias: "NDArray[float64]"


class IntentModel:
    """Says of a sentence how sure each intent is. Made by ``learn`` or ``load``."""

    def __init__(self, settings: Settings, counts: Mapping[str, int], learned: Learned) -> None:
        """``counts`` says how often each word stands in the phrases of the training."""
        self._settings = settings
        self._counts = dict(counts)
        self._mending = Mending(counts)
        self._kinds = _kinds(settings)
        self._learned = learned

    @classmethod
    def learn(
        cls, sentences: Sequence[Sentence], intents: Sequence[str], settings: Settings
    ) -> "IntentModel":
        """A model of these sentences; the same sentences and settings give the same model."""
        kinds = _kinds(settings)
        table, rarity = DictVectorizer(), TfidfTransformer(sublinear_tf=True)
        machine = LinearSVC(C=settings.penalty, random_state=settings.seed)
        features = table.fit_transform([_features(sentence, kinds) for sentence in sentences])
        machine.fit(rarity.fit_transform(features), intents)
        learned = Learned(
            intents=[str(intent) for intent in machine.classes_],
            columns=table.vocabulary_,
            rarity=rarity.idf_,
            weights=machine.coef_.T,
            bias=machine.intercept_,
        )
        counts = Counter(word for sentence in sentences for word in sentence.letters.split())
        return cls(settings, counts, learned)

    @classmethod
    def load(cls, file: Path) -> "IntentModel":
        """What ``save`` wrote; a file that holds more than numbers and words is refused."""
        saved = skops.io.load(file)
        return cls(Settings(**saved["settings"]), saved["counts"], Learned(**saved["learned"]))

    def save(self, file: Path) -> None:
        """Write everything that was learned."""
        saved = {
            "settings": asdict(self._settings),
            "counts": self._counts,
            "learned": vars(self._learned),
        }
        skops.io.dump(saved, file)

    @property
    def intents(self) -> list[str]:
        """The intents that were learned, in the order of the shares."""
        return self._learned.intents

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
        distances = np.array(
            [
                self._distances(sentence)
                if self._knows_of(sentence)
                else np.zeros(len(self.intents))
                for sentence in mended
            ]
        )
        shares: NDArray[float64] = softmax(self._settings.sharpness * distances, axis=1)
        return shares

    def _distances(self, sentence: Sentence) -> "NDArray[float64]":
        """How far the sentence is on each intent's side: its features' weights, added up.

        A feature counts for one and the logarithm of how often it occurs, times its rarity; all of
        a sentence together have the length one (scikit-learn's ``TfidfTransformer``).
        """
        learned = self._learned
        counts = {
            column: count
            for feature, count in _features(sentence, self._kinds).items()
            if (column := learned.columns.get(feature)) is not None
        }
        columns = list(counts)
        said = (1 + np.log(list(counts.values()))) * learned.rarity[columns]
        length = np.linalg.norm(said) or 1.0
        distances: NDArray[float64] = said / length @ learned.weights[columns] + learned.bias
        return distances

    def _knows_of(self, sentence: Sentence) -> bool:
        """Whether it says anything that was met before: letters alone are no ground to judge by."""
        words = sentence.words.split()
        known = any(word == NUMBER or word in self._counts for word in words)
        return known or sentence.states or bool(sentence.named)


Kinds = Mapping[str, Sequence[tuple[Sequence[str], str]]]
"""What has a kind, by its first word: all its words, and the kind."""


def _kinds(settings: Settings) -> Kinds:
    """What finds the words of each kind."""
    found = defaultdict(list)
    for kind, elements in settings.kinds.items():
        for element in elements:
            words = _PLAIN.findall(element.lower())
            found[words[0]].append((words, kind))
    return found


def _kinds_in(letters: str, kinds: Kinds) -> list[str]:
    """The kinds of words that occur, each once, in the order of the alphabet."""
    words = _PLAIN.findall(letters)
    return sorted(
        {
            kind
            for place, first in enumerate(words)
            for element, kind in kinds.get(first, ())
            if words[place : place + len(element)] == element
        }
    )


def _features(sentence: Sentence, kinds: Kinds) -> dict[str, int]:
    """How often each feature occurs: words and pairs of words, groups of letters, facts.

    Facts are the kinds of words that occur, alone and two together, what is named, and what the
    reader got out of it.
    """
    found = _kinds_in(sentence.letters, kinds)
    return {
        **Counter(f"words {said}" for said in _words(sentence.words or NOTHING_LEFT)),
        **Counter(f"letters {said}" for said in _letters(sentence.letters)),
        **{f"kind {kind}": KIND_WEIGHT for kind in found},
        **{f"kinds {one} {other}": 1 for one, other in combinations(found, 2)},
        **{f"named {code}": NAMED_WEIGHT for code in sentence.named},
        **({"states something": NAMED_WEIGHT} if sentence.states else {}),
        **({"has a value": NAMED_WEIGHT} if sentence.has_value else {}),
    }
