"""What a turn of a dialogue may expect of its answer. ``README.md`` lists the keys.

Each check takes what is expected and the answer, and says whether the answer is so.
"""

from collections.abc import Callable
from typing import Any

from b2m_core.knowledge.library import load_library

Answer = dict[str, Any]
Check = Callable[[Any, Answer], bool]
CLINICAL = ("findings", "cautions", "next_steps", "paragraphs")
REPLIES = load_library().phrases.replies


def failed(expected: dict[str, Any], answer: Answer) -> list[str]:
    """The expectations that an answer does not meet; ``KeyError`` for an unknown one."""
    return [key for key, value in expected.items() if not CHECKS[key](value, answer)]


def _codes(answer: Answer, field: str, code: str = "code") -> list[str]:
    return [item[code] for item in answer[field]]


def _named(field: str, code: str = "code") -> Check:
    """All that is listed is there."""
    return lambda listed, answer: set(listed) <= set(_codes(answer, field, code))


def _not_named(field: str, code: str = "code") -> Check:
    """Nothing that is listed is there."""
    return lambda listed, answer: not set(listed) & set(_codes(answer, field, code))


def _only_named(field: str, code: str = "code") -> Check:
    """What is listed is there, in any order, and nothing else."""
    return lambda listed, answer: sorted(listed) == sorted(_codes(answer, field, code))


def _whole(field: str, of: str) -> Check:
    """Every observation of a field: a value, or the values of a series in their order."""

    def check(listed: dict[str, Any], answer: Answer) -> bool:
        said: dict[str, list[Any]] = {}
        for observation in answer[field]:
            said.setdefault(observation["code"], []).append(observation[of])
        return said == {
            code: one if isinstance(one, list) else [one] for code, one in listed.items()
        }

    return check


def _of_observations(of: str) -> Check:
    """One field of some observations, by code."""
    return lambda listed, answer: all(
        [one[of] for one in answer["observations"] if one["code"] == code]
        == (value if of != "assumed" and isinstance(value, list) else [value])
        for code, value in listed.items()
    )


def _findings(listed: dict[str, Any], answer: Answer) -> bool:
    """Each rule that is listed has a finding, whose fields are as listed."""
    findings = {finding["rule"]: finding for finding in answer["findings"]}
    return all(findings.get(rule, {}).items() >= fields.items() for rule, fields in listed.items())


def _opens_with(reply: str, answer: Answer) -> bool:
    return bool(answer["text"].startswith(REPLIES[reply].text.for_audience(answer["audience"])))


def _says_only(reply: str, answer: Answer) -> bool:
    return bool(answer["text"] == REPLIES[reply].text.for_audience(answer["audience"]))


def _nowhere(words: list[str], answer: Answer) -> bool:
    return not any(word in str(answer) for word in words)


def _somewhere(words: list[str], answer: Answer) -> bool:
    return all(word in answer["text"] for word in words)


CHECKS: dict[str, Check] = {
    "kind": lambda kind, answer: answer["kind"] == kind,
    "audience": lambda audience, answer: answer["audience"] == audience,
    "topics": lambda topics, answer: answer["topics"] == topics,
    "paragraphs_of": lambda topics, answer: {*_codes(answer, "paragraphs", "topic")} == {*topics},
    "observations": _whole("observations", "value"),
    "hypothetical": _whole("hypothetical", "value"),
    "effective": _of_observations("effective"),
    "comparators": _of_observations("comparator"),
    "assumed": _of_observations("assumed"),
    "findings": _findings,
    "only_findings": _only_named("findings", "rule"),
    "no_findings": _not_named("findings", "rule"),
    "cautions": _named("cautions"),
    "only_cautions": _only_named("cautions"),
    "no_cautions": _not_named("cautions"),
    "next_steps": _named("next_steps"),
    "first_next_steps": lambda s, answer: _codes(answer, "next_steps")[: len(s)] == s,
    "no_next_steps": _not_named("next_steps"),
    "asks": _named("questions", "asks"),
    "cites": _named("citations", "id"),
    "unread": lambda count, answer: len(answer["unread"]) == count,
    "opens_with": _opens_with,
    "says_only": _says_only,
    "nowhere": _nowhere,
    "somewhere": _somewhere,
    "nothing_clinical": lambda _, answer: not any(answer[field] for field in CLINICAL),
}
