"""The policy that decides by intents: it is used, and no rule asks for more."""

from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml
from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from addons.intent_rules import IntentRules

ROOT = Path(__file__).parents[2]


class Looked:
    """Notes how it was asked to look for a rule."""

    by_text: ClassVar[list[bool]] = []

    def _find_action_from_rules(
        self, tracker: Any, domain: Any, use_text_for_last_user_input: bool
    ) -> tuple[str, str, bool]:
        self.by_text.append(use_text_for_last_user_input)
        return "action_respond", "the rule", False


def test_the_configuration_names_it() -> None:
    policies = yaml.safe_load((ROOT / "config.yml").read_text())["policies"]
    assert [one["name"] for one in policies] == [f"{IntentRules.__module__}.IntentRules"]


def test_no_rule_repeats_a_users_words() -> None:
    """The policy would never find it."""
    rules = yaml.safe_load((ROOT / "data/rules.yml").read_text())["rules"]
    steps = [step for rule in rules for step in rule["steps"]]
    choices = [choice for step in steps for choice in step.get("or", [step])]
    assert [choice for choice in choices if "user" in choice] == []


def test_rules_are_looked_for_by_the_intent_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        RulePolicy, "_find_action_from_rules", Looked._find_action_from_rules, raising=True
    )
    monkeypatch.setattr(RulePolicy, "by_text", Looked.by_text, raising=False)
    policy, tracker = IntentRules.__new__(IntentRules), DialogueStateTracker("somebody", ())
    assert policy._find_action_from_rules(tracker, Domain.empty(), True) == (None, None, False)
    assert policy._find_action_from_rules(tracker, Domain.empty(), False) == (
        "action_respond",
        "the rule",
        False,
    )
    assert Looked.by_text == [False]
