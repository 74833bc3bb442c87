"""What does the user want: topics, a reply, rules by their name?"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from b2m_core.case.case import Case
from b2m_core.contract.codes import RuleCode, TopicCode
from b2m_core.conversation.turn import Conversation, Turn
from b2m_core.knowledge.library import Library
from b2m_core.knowledge.schema import Reply


@dataclass(frozen=True)
class Meaning:
    """What a turn asks for.

    ``topics`` are to be answered, ``reply`` is what is said where nothing clinical is. ``rules``
    are asked for by name; with ``only_rules`` nothing else is.
    """

    topics: tuple[TopicCode, ...] = ()
    reply: Reply | None = None
    rules: tuple[RuleCode, ...] = ()
    only_rules: bool = False


def meaning(turn: Turn, before: Conversation, library: Library) -> Meaning:
    """What a turn asks for. Raises ``KeyError`` for an intent that the knowledge does not have."""
    rules = tuple(named.rule for named in turn.reading.rules)
    intent = _with_a_rule(turn, rules, library) if rules else turn.intent
    topics = tuple(code for code in library.topics if code == intent)
    if topics:
        return Meaning(topics=topics, rules=rules if turn.reading.spotted else ())
    reply = library.phrases.replies[intent]
    if reply.second and before.lost:
        reply = library.phrases.replies[reply.second]
    alone = reply.rules and bool(rules) and not turn.reading.spotted
    return Meaning(reply=reply, rules=rules, only_rules=alone)


def _with_a_rule(turn: Turn, rules: tuple[RuleCode, ...], library: Library) -> str:
    """The intent, or where it is unclear, but a rule is named, the likelier of two: this rule of
    the case at hand, or a topic that explains it.
    """
    reply = library.phrases.replies.get(turn.intent)
    if reply is None or reply.with_a_rule is None:
        return turn.intent
    wanted = (reply.with_a_rule, *explaining(rules, library))
    return next((name for name in turn.ranking if name in wanted), reply.with_a_rule)


def about(meant: Meaning, case: Case, library: Library) -> Meaning:
    """The same, now that the case after the turn is known.

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
