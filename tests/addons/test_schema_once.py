"""An action's result is checked as Rasa's own check does, whatever it holds."""

from collections.abc import Iterator
from typing import Any

import pytest
from rasa.core.actions.action import RemoteAction
from rasa.shared.exceptions import RasaException

from addons.schema_once import check_schema_once

RASAS_OWN = RemoteAction._validate_action_result

SLOT = {"event": "slot", "timestamp": None, "name": "conversation", "value": "β2M 6.1"}
ALLOWED: list[dict[str, Any]] = [
    {"events": [], "responses": []},
    {"events": [SLOT], "responses": [{"text": "β2M 6.1", "custom": {"answer": {"kind": "x"}}}]},
    {"events": [{"event": "session_started"}], "responses": []},
]
REFUSED: list[dict[str, Any]] = [
    {"events": {}, "responses": []},
    {"events": [{"event": "no such event", "value": "β2M 6.1"}], "responses": []},
    {"events": [{**SLOT, "name": 61}], "responses": []},
    {"events": [{"name": "conversation"}], "responses": []},
]


@pytest.fixture(autouse=True)
def _checked_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(RemoteAction, "_validate_action_result", RASAS_OWN)
    check_schema_once()
    yield


@pytest.mark.parametrize("result", ALLOWED)
def test_what_rasa_allows_is_allowed(result: dict[str, Any]) -> None:
    assert RASAS_OWN(RemoteAction("respond", None), result)
    assert RemoteAction("respond", None)._validate_action_result(result)


@pytest.mark.parametrize("result", REFUSED)
def test_what_rasa_refuses_is_refused_without_its_words(result: dict[str, Any]) -> None:
    with pytest.raises(Exception, match="Failed validating"):
        RASAS_OWN(RemoteAction("respond", None), result)
    with pytest.raises(RasaException) as refused:
        RemoteAction("respond", None)._validate_action_result(result)
    assert str(refused.value) == "The action's result is not what Rasa's schema allows."
