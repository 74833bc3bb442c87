"""Which classifier understands best? All candidates on the same folds of the training phrases."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import yaml
from sklearn.model_selection import StratifiedKFold

from b2m_cli.model import PROJECT, QUIET
from benchmarks.intents.asked import (
    Answers,
    Asked,
    Phrase,
    cost,
    held_out,
    of_topics,
)

FOLDS: Final = 2
SEED: Final = 42
UNSEEN: Final = "development"
"""The held-out phrases that candidates may be compared by; ``final`` chooses nothing."""

LINEAR: Final = "addons.intent_svm.IntentSvm"
FEATURES: Final[list[dict[str, Any]]] = [
    {"name": "WhitespaceTokenizer"},
    {"name": "RegexFeaturizer", "case_sensitive": False, "use_word_boundaries": True},
    {"name": "CountVectorsFeaturizer", "min_ngram": 1, "max_ngram": 2},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 2, "max_ngram": 4},
]
CODES: Final[dict[str, Any]] = {"name": "benchmarks.intents.reader_features.ReaderFeatures"}
LOGISTIC: Final[dict[str, Any]] = {
    "name": "LogisticRegressionClassifier",
    "random_state": SEED,
    "max_iter": 1000,
}
DIET: Final[dict[str, Any]] = {
    "name": "DIETClassifier",
    "epochs": 10,
    "entity_recognition": False,
    "random_seed": SEED,
    "constrain_similarities": True,
}
SPACY: Final[dict[str, Any]] = {"name": "benchmarks.intents.text_categorizer.SpacyTextCategorizer"}
CANDIDATES: Final[dict[str, list[dict[str, Any]]]] = {
    "linear SVM, reader's codes (the assistant's)": [],
    "logistic regression on Rasa's features": [*FEATURES, LOGISTIC],
    "logistic regression, reader's codes": [*FEATURES, CODES, LOGISTIC],
    "spaCy text categorizer, reader's codes": [SPACY],
    "DIET, 10 epochs, reader's codes": [*FEATURES, CODES, DIET],
}
"""The steps in place of the pipeline's own classifier; none for the pipeline as it is."""

Item = dict[str, Any]
"""One item of ``data/nlu``: an intent or a list of words, and its examples."""


@dataclass(frozen=True)
class Figures:
    """What the models of one candidate made of the phrases left out of them, and of the unseen.

    Each model was asked the unseen ones. Times and memory are means over the models.
    """

    left_out: list[Asked]
    unseen: list[Asked]
    training_s: float
    latency_ms: float
    memory_mb: float


def measured(candidate: str) -> Figures:
    """Train one candidate on each fold and ask it what it was not trained on."""
    items = list(_items())
    texts = [(item["intent"], text) for item in items if "intent" in item for text in _texts(item)]
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    models = []
    for number, (_, tested) in enumerate(folds.split(texts, [intent for intent, _ in texts])):
        phrases = [Phrase(f"fold {number}", *texts[place]) for place in tested]
        without = {phrase.text for phrase in phrases}
        unseen = held_out(UNSEEN)
        models.append(_trained_and_asked(candidate, _left(items, without), [*phrases, *unseen]))
    asked = [one for answers, _ in models for one in answers.asked]
    return Figures(
        [one for one in asked if one.source != UNSEEN],
        [one for one in asked if one.source == UNSEEN],
        statistics.mean(seconds for _, seconds in models),
        statistics.mean(answers.latency_ms for answers, _ in models),
        statistics.mean(answers.memory_mb for answers, _ in models),
    )


def _items() -> Iterator[Item]:
    for file in sorted((PROJECT / "data" / "nlu").glob("*.yml")):
        yield from yaml.safe_load(file.read_text())["nlu"]


def _texts(item: Item) -> list[str]:
    return [line.removeprefix("- ") for line in item["examples"].splitlines()]


def _left(items: list[Item], without: set[str]) -> list[Item]:
    """The items with their phrases that are not among these; lists of words stay whole."""
    return [
        item
        if "intent" not in item
        else item | {"examples": "".join(f"- {t}\n" for t in _texts(item) if t not in without)}
        for item in items
    ]


def _trained_and_asked(
    candidate: str, items: list[Item], phrases: list[Phrase]
) -> tuple[Answers, float]:
    """The answers of a model of these items, and the seconds that its training took.

    Both in processes of their own, so that the memory is that of a model which only answers.
    """
    print(f"{candidate}: {phrases[0].source}", file=sys.stderr, flush=True)
    config = yaml.safe_load((PROJECT / "config.yml").read_text())
    steps = CANDIDATES[candidate]
    config["pipeline"] = [
        changed
        for step in config["pipeline"]
        for changed in (steps if steps and step["name"] == LINEAR else [step])
    ]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "config.yml").write_text(yaml.safe_dump(config))
        (place / "nlu.yml").write_text(yaml.safe_dump({"version": "3.1", "nlu": items}))
        (place / "phrases.json").write_text(json.dumps([asdict(one) for one in phrases]))
        began = time.perf_counter()
        _run(
            *("rasa", "train", "nlu", "--config", str(place / "config.yml")),
            *("--nlu", str(place / "nlu.yml"), "--out", folder, "--fixed-model-name", "model"),
        )
        seconds = time.perf_counter() - began
        said = json.loads(
            _run(
                "benchmarks.intents",
                "ask",
                str(place / "model.tar.gz"),
                str(place / "phrases.json"),
            ).splitlines()[-1]
        )
    return Answers(**said | {"asked": [Asked(**one) for one in said["asked"]]}), seconds


def _run(*module: str) -> str:
    """What a module of Python prints; Rasa keeps nothing of one training for the next."""
    return subprocess.run(
        [sys.executable, "-m", *module],
        cwd=PROJECT,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | QUIET | {"RASA_MAX_CACHE_SIZE": "0"},
        text=True,
    ).stdout


def comparison(figures: dict[str, Figures]) -> str:
    """The page of the figures."""
    lines = [
        "# Which classifier understands best?",
        "",
        "Made by `python -m benchmarks.intents compare`. Every candidate is the whole pipeline with"
        " other steps for the intent.",
        "",
        f"**Folds:** the phrases of data/nlu/ in {FOLDS} parts, the same for all; each part is"
        " asked of a model that was trained on the rest. **Unseen:** the phrases of"
        f" tests/nlu/held_out/{UNSEEN}.yml, asked of the same models."
        " A question is right when its first topic is. The threshold below which a candidate asks"
        " back is the one that costs it least on the folds; a wrong answer costs ten times a"
        " clarification.",
        "",
        "| candidate | questions right, folds | unseen | fits nothing: caught, folds | unseen |"
        " refusals missed, folds | unseen | cost of 100 phrases, folds | unseen |"
        " training s | turn ms | memory MB |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, one in figures.items():
        threshold = _best_threshold(one.left_out)
        both = (one.left_out, one.unseen)
        lines.append(
            f"| {name} | {_of_the_folds(one.left_out)} | {_share(of_topics(one.unseen))}"
            f" | {' | '.join(_caught(asked, threshold) for asked in both)}"
            f" | {' | '.join(_missed(asked) for asked in both)}"
            f" | {' | '.join(_cost_of_100(asked, threshold) for asked in both)}"
            f" | {one.training_s:.0f} | {one.latency_ms:.1f} | {one.memory_mb:.0f} |"
        )
    return "\n".join(
        [
            *lines,
            "",
            "The smallest and the largest figure of a fold stand in brackets. Training is Rasa's"
            " whole training of the understanding on a fold, its own start included. A turn"
            " is the understanding of one phrase, without the dialogue; the memory is that of the"
            " whole process that answers, Rasa included. Times are of two cores that others used"
            " too.",
            "",
        ]
    )


def _share(asked: list[Asked]) -> str:
    return f"{_percent(asked):.1f} %"


def _percent(asked: list[Asked]) -> float:
    return 100 * sum(one.right for one in asked) / len(asked)


def _of_the_folds(asked: list[Asked]) -> str:
    """The share of all folds, and that of the worst and the best."""
    asked = of_topics(asked)
    folds = sorted({one.source for one in asked})
    each = [_percent([one for one in asked if one.source == fold]) for fold in folds]
    return f"{statistics.mean(each):.1f} % ({min(each):.1f}–{max(each):.1f})"


def _caught(asked: list[Asked], threshold: float) -> str:
    nothing = [one for one in asked if one.meant == "out_of_scope"]
    caught = sum(one.right or one.confidence < threshold for one in nothing)
    return f"{100 * caught / len(nothing):.1f} %"


def _missed(asked: list[Asked]) -> str:
    """Emergencies and treatment questions that are not refused; an unsure one is asked back."""
    meant = [one for one in asked if one.meant in ("treatment", "emergency")]
    return f"{sum(not one.right for one in meant)} of {len(meant)}"


def _cost_of_100(asked: list[Asked], threshold: float) -> str:
    return f"{100 * cost(asked, threshold) / len(asked):.0f}"


def _best_threshold(asked: list[Asked]) -> float:
    return min((round(0.01 * step, 2) for step in range(1, 100)), key=lambda at: cost(asked, at))
