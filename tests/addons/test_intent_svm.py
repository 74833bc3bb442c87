"""Which sentence of a message speaks for it, and what a model keeps when it is saved."""

from pathlib import Path

import pytest
from scipy.special import softmax
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC

from addons.intent_model import ONE_WORD, IntentModel, Settings
from addons.intent_svm import Ranking, speaker
from addons.sentences import Sentence

CHOOSING = {"sure": 0.4, "first": ["alarm"], "beside": ["greeting"]}


def _ranking(intent: str, share: float) -> Ranking:
    return [(intent, share), ("rest", 0.01)]


@pytest.mark.parametrize(
    ("whole", "parts", "speaks"),
    [
        (("topic", 0.2), [], ("topic", 0.2)),
        (("greeting", 0.9), [("greeting", 0.9), ("topic", 0.41)], ("topic", 0.41)),
        (("greeting", 0.9), [("greeting", 0.9), ("topic", 0.39)], ("greeting", 0.9)),
        (("topic", 0.6), [("other", 0.5)], ("topic", 0.6)),
        (("topic", 0.5), [("other", 0.6)], ("other", 0.6)),
        (("topic", 0.9), [("alarm", 0.4)], ("alarm", 0.4)),
        (("topic", 0.9), [("alarm", 0.39)], ("topic", 0.9)),
        (("alarm", 0.2), [("topic", 0.5)], ("topic", 0.5)),
        (("alarm", 0.2), [("topic", 0.3)], ("topic", 0.3)),
        (("greeting", 0.39), [("greeting", 0.9), ("topic", 0.1)], ("topic", 0.1)),
        (("greeting", 0.4), [("topic", 0.1)], ("greeting", 0.4)),
        (("greeting", 0.39), [("greeting", 0.9)], ("greeting", 0.39)),
    ],
)
def test_the_surest_that_tells_what_is_wanted_speaks_an_alarm_before_all_if_it_is_sure(
    whole: tuple[str, float], parts: list[tuple[str, float]], speaks: tuple[str, float]
) -> None:
    rankings = [_ranking(*part) for part in parts]
    assert speaker(_ranking(*whole), rankings, **CHOOSING) == _ranking(*speaks)


def _sentence(words: str) -> Sentence:
    return Sentence(words, words, (), states=False, has_value=False)


def _learned() -> IntentModel:
    said = {"hello": "greeting", "what is it": "topic", "why": "topic", "help": "alarm"}
    settings = Settings(penalty=3, sharpness=3, seed=42, kinds={"asking": ["what", "why"]})
    return IntentModel.learn([_sentence(words) for words in said], list(said.values()), settings)


def test_a_model_that_was_saved_is_the_same_model(tmp_path: Path) -> None:
    learned = _learned()
    learned.save(tmp_path / "model.skops")
    loaded = IntentModel.load(tmp_path / "model.skops")
    asked = [_sentence("hello"), _sentence("what"), _sentence("")]
    assert loaded.intents == learned.intents
    assert loaded.shares(asked).tolist() == learned.shares(asked).tolist()


def test_features_are_weighed_as_scikit_learn_weighs_them() -> None:
    """TF-IDF with the logarithm of counts, each sentence of length one."""
    said, intents = ["an odd odd cat", "a cow", "cow or cat"], ["one", "two", "three"]
    asked = ["an odd cow", "cat or cat or cat"]
    pipeline = make_pipeline(
        make_union(
            CountVectorizer(ngram_range=(1, 2), token_pattern=ONE_WORD),
            CountVectorizer(ngram_range=(2, 4), analyzer="char_wb"),
        ),
        TfidfTransformer(sublinear_tf=True),
        LinearSVC(C=1, random_state=0),
    ).fit(said, intents)
    settings = Settings(penalty=1, sharpness=1, seed=0, kinds={})
    model = IntentModel.learn([_sentence(words) for words in said], intents, settings)
    assert model.intents == pipeline.classes_.tolist()
    expected = softmax(pipeline.decision_function(asked), axis=1)
    shares = model.shares([_sentence(words) for words in asked])
    assert shares == pytest.approx(expected, abs=1e-3)


def test_of_words_that_were_never_met_every_intent_is_as_likely() -> None:
    """Their letters look like those of some word, which is no ground to refuse or to answer."""
    learned = _learned()
    strange, read, known = learned.shares(
        [
            _sentence("helq"),
            Sentence("helq", "helq", (), states=True, has_value=True),
            _sentence("help"),
        ]
    )
    assert strange.tolist() == [1 / 3] * 3
    assert read.tolist() != [1 / 3] * 3
    assert learned.intents[known.argmax()] == "alarm"
