"""What does the user want: topics, a reply, rules by their name?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from b2m_core.case.case import Case
from b2m_core.case.known import MarkKind
from b2m_core.contract.codes import Asked, RuleCode, TopicCode
from b2m_core.conversation.answers import Answered
from b2m_core.conversation.follow_on import FOLLOWING
from b2m_core.conversation.turn import Conversation, Turn
from b2m_core.knowledge.library import Library
from b2m_core.knowledge.schema.phrases import Reply
from b2m_core.reading.models import Reading

# Replies that the message itself asks for, whatever the intent.
GIVING_VALUES: Final = "give_values"
GIVING_AN_INDEX: Final = "give_index"
NEXT_PATIENT: Final = "new_patient"
TAKING_BACK: Final = "take_back"
LEAVING_OPEN: Final = "leave_open"
WHICH_ONE: Final = "which_one"
NOTHING_ASKED: Final = "nothing_asked"
IN_ANOTHER_LANGUAGE: Final = "in_another_language"

MARKS: Final[Mapping[str, MarkKind]] = {
    "implausible_value": "implausible",
    "unit_unclear": "unit_unclear",
    "specimen_unclear": "specimen_unclear",
    "patient_unclear": "patient_unclear",
}
"""Reasons for not using a value that cautions and questions are about."""


@dataclass(frozen=True)
class Meaning:
    """What a turn asks for.

    ``topics`` are to be answered, ``reply`` is what is said where nothing clinical is. ``rules``
    are asked for by name; with ``only_rules`` nothing else is. ``asks`` is what is asked back
    before anything else.
    """

    topics: tuple[TopicCode, ...] = ()
    reply: Reply | None = None
    rules: tuple[RuleCode, ...] = ()
    only_rules: bool = False
    asks: tuple[Asked, ...] = ()


def meaning(answered: Answered, before: Conversation, library: Library) -> Meaning:
    """What a turn asks for. Raises ``KeyError`` for an intent that the knowledge does not have."""
    turn = answered.turn
    rules = tuple(named.rule for named in turn.reading.rules)
    intent = _said_by_itself(answered, before, library) or _with_a_rule(turn, rules, library)
    topics = tuple(code for code in library.topics if code == intent)
    if topics and turn.also and intent == turn.intent:
        topics += (turn.also,)
    if topics:
        return Meaning(topics=topics, rules=rules if _says_values(turn) else ())
    reply = library.phrases.replies[intent]
    if reply.second and before.lost and not _says_values(turn):
        reply = library.phrases.replies[reply.second]
    alone = reply.rules and bool(rules) and not turn.reading.spotted
    asks = before.asked if intent == NOTHING_ASKED else answered.unclear
    return Meaning(reply=reply, rules=rules, only_rules=alone, asks=asks)


def _says_values(turn: Turn) -> bool:
    return bool(turn.reading.spotted or turn.reading.supposed)


def _said_by_itself(answered: Answered, before: Conversation, library: Library) -> str | None:
    """What the message is by what it says, where that leaves no doubt."""
    reading, meant = answered.turn.reading, library.phrases.replies.get(answered.turn.intent)
    if answered.given:
        return WHICH_ONE if answered.unclear else GIVING_VALUES
    if (reading.alone or reading.only_number) and not reading.spotted:
        return LEAVING_OPEN if before.asked and _leaves_open(reading) else NOTHING_ASKED
    if meant and meant.alone:
        return None
    if reading.language and not reading.spotted:
        return IN_ANOTHER_LANGUAGE
    if reading.only_rules:
        return GIVING_AN_INDEX
    firm = meant is None or (meant.kind == "refusal" and not meant.gives_way)
    if reading.next_patient and not firm:
        return NEXT_PATIENT
    if reading.only_facts and not reading.withdrawn:
        return GIVING_VALUES
    if reading.supposed and meant and meant.gives_way:
        return GIVING_VALUES
    if meant and meant.nearest and any(item.why in MARKS for item in reading.unplaced):
        return GIVING_VALUES
    named = any(withdrawn.code for withdrawn in reading.withdrawn)
    if named or (reading.withdrawn and not (meant and meant.forgets)):
        return TAKING_BACK
    return None


def _leaves_open(reading: Reading) -> bool:
    return reading.alone is not None and reading.alone.says == "unknown"


def _with_a_rule(turn: Turn, rules: tuple[RuleCode, ...], library: Library) -> str:
    """The intent, or where it is unclear, but a rule is named, the likelier of two: this rule of
    the case at hand, or a topic that explains it. ``What about R-ISS?`` is about the case at hand.
    """
    reply = library.phrases.replies.get(turn.intent)
    if not rules or reply is None or reply.with_a_rule is None:
        return turn.intent
    if reply.follows and turn.intent == FOLLOWING:
        return reply.with_a_rule
    wanted = (reply.with_a_rule, *explaining(rules, library))
    return next((name for name in turn.ranking if name in wanted), reply.with_a_rule)


def about(meant: Meaning, case: Case, library: Library) -> Meaning:
    """The same, now that it is known what is assessed.

    Of a rule that is named while nothing is known of any patient, the topic tells.
    """
    if case.entries or meant.reply is None:
        return meant
    if meant.only_rules and (topics := explaining(meant.rules, library)):
        return Meaning(topics=topics)
    if meant.reply.without_case:
        return replace(meant, reply=library.phrases.replies[meant.reply.without_case])
    return meant


def explaining(rules: Iterable[RuleCode], library: Library) -> tuple[TopicCode, ...]:
    """The topics that explain these rules."""
    wanted = set(rules)
    return tuple(code for code, topic in library.topics.items() if wanted & set(topic.rules))
