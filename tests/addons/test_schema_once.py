"""An action's result is checked as Rasa's own check does, whatever it holds."""

from typing import Any

import jsonschema
import pytest
from rasa.core.actions.action import RemoteAction
from rasa.shared.exceptions import RasaException

from addons.schema_once import check_schema_once

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
def _checked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RemoteAction, "_validate_action_result", None)  # comes back at the end
    check_schema_once()


def _rasas_own(result: dict[str, Any]) -> None:
    jsonschema.validate(result, RemoteAction.action_response_format_spec())


@pytest.mark.parametrize("result", ALLOWED)
def test_what_rasa_allows_is_allowed(result: dict[str, Any]) -> None:
    _rasas_own(result)
    assert RemoteAction("respond", None)._validate_action_result(result)


@pytest.mark.parametrize("result", REFUSED)
def test_what_rasa_refuses_is_refused_without_its_words(result: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        _rasas_own(result)
    with pytest.raises(RasaException) as refused:
        RemoteAction("respond", None)._validate_action_result(result)
    assert str(refused.value) == "The action's result is not what Rasa's schema allows."
