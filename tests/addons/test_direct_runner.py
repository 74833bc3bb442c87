"""A model's steps make the same of every input as with Rasa's own runner."""

import gc
from pathlib import Path
from typing import Any

import pytest
from rasa.core import processor
from rasa.engine.exceptions import GraphComponentException
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage

from addons.direct_runner import DirectRunner, run_directly


class Arithmetic(GraphComponent):  # type: ignore[misc]  # Rasa ships no types for it
    """Steps of which one takes what two others make."""

    calls = 0

    @classmethod
    def create(cls, **_: Any) -> "Arithmetic":
        return cls()

    def double(self, number: int) -> int:
        Arithmetic.calls += 1
        return 2 * number

    def halve(self, number: int) -> float:
        return number / 2

    def divide(self, above: float, below: float) -> float:
        return above / below


def _step(does: str, needs: dict[str, str], *, target: bool = False) -> SchemaNode:
    return SchemaNode(needs, Arithmetic, "create", does, {}, is_target=target)


SCHEMA = GraphSchema(
    {
        "doubled": _step("double", {"number": "given"}),
        "halved": _step("halve", {"number": "doubled"}),
        "ratio": _step("divide", {"above": "doubled", "below": "halved"}, target=True),
    }
)


@pytest.fixture(params=[DaskGraphRunner, DirectRunner])
def runner(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    context = ExecutionContext(SCHEMA)
    return request.param.create(SCHEMA, LocalModelStorage(tmp_path), context)


def test_each_target_by_its_name(runner: Any) -> None:
    assert runner.run({"given": 3}, ["halved", "doubled"]) == {"halved": 3.0, "doubled": 6}


def test_the_schemas_own_targets(runner: Any) -> None:
    assert runner.run({"given": 3}) == {"ratio": 2.0}


def test_a_step_that_two_others_need_is_called_once(runner: Any) -> None:
    Arithmetic.calls = 0
    runner.run({"given": 3}, ["ratio"])
    assert Arithmetic.calls == 1


def test_what_a_step_raises_comes_through(runner: Any) -> None:
    with pytest.raises(GraphComponentException) as raised:
        runner.run({"given": 0}, ["ratio"])
    assert isinstance(raised.value.__cause__, ZeroDivisionError)


def test_what_was_loaded_is_not_looked_through_again(tmp_path: Path) -> None:
    gc.unfreeze()
    loaded = len(gc.get_objects())
    DirectRunner.create(SCHEMA, LocalModelStorage(tmp_path), ExecutionContext(SCHEMA))
    assert gc.get_freeze_count() >= loaded
    gc.unfreeze()


def test_rasa_loads_its_models_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processor, "DaskGraphRunner", DaskGraphRunner)
    run_directly()
    assert processor.DaskGraphRunner is DirectRunner
