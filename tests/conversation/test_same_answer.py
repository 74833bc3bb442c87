"""The same conversation gives the same answers to the letter, in any process, in any order."""

import os
import random
import subprocess
import sys
from pathlib import Path

from tests.conversation.talk import Talk

PROJECT = Path(__file__).parents[2]
TOLD = [
    "multiple myeloma",
    "β2M 6.1 mg/L",
    "creatinine 2.4 mg/dL",
    "LDH elevated",
    "del(17p) present",
    "72 year old woman",
]
TURNS = [("R2-ISS?", "give_index"), ("what if albumin comes back 3.6?", "give_values")]


def conversation(told: list[str]) -> str:
    """All answers of a conversation that begins with these facts."""
    talk = Talk()
    answers = [talk.say(", ".join(told)), *(talk.say(*turn) for turn in TURNS)]
    return "\n".join(answer.model_dump_json() for answer in answers)


def test_a_case_told_in_any_order_gives_the_same_answers() -> None:
    first = conversation(TOLD)
    for seed in range(100):
        told = TOLD.copy()
        random.Random(seed).shuffle(told)  # noqa: S311 - nothing secret
        assert conversation(told) == first


def test_two_processes_give_the_same_answers() -> None:
    """Whatever the order in which Python keeps its sets there."""
    code = f"from {__name__} import TOLD, conversation; print(conversation(TOLD))"
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=PROJECT,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(PROJECT)},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert said == {conversation(TOLD) + "\n"}
