"""The one action: every turn is one call of the core."""

import asyncio
import logging
import traceback
from pathlib import Path
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, FollowupAction, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.objections import OBJECTING, note_objection
from actions.tracker import conversation_of, turn_of
from b2m_core.contract.models import Answer
from b2m_core.knowledge.library import Library
from b2m_core.respond import notice, respond

DEADLINE_S = 5.0
"""For the core's work; a turn that needs longer gets an honest answer instead."""

logger = logging.getLogger(__name__)


class ActionRespond(Action):  # type: ignore[misc]  # rasa-sdk ships no types
    """Answers the latest message and keeps what the next one needs in slot ``conversation``.

    ``feedback`` is the file for what is said to be wrong; without one a line of the log says it.
    """

    def __init__(self, library: Library, feedback: Path | None = None) -> None:
        self._library = library
        self._feedback = feedback

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_respond"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """One answer, in words and as the contract's JSON; remembered only when all went well."""
        try:
            turn, before = turn_of(tracker), conversation_of(tracker)
            work = asyncio.to_thread(respond, turn, before, self._library)
            answer, after = await asyncio.wait_for(work, DEADLINE_S)
            if turn.intent == OBJECTING:
                note_objection(before.case, turn.today, self._library, self._feedback)
        except Exception as error:
            say(dispatcher, self._excuse(error))
            return []
        say(dispatcher, answer)
        return new_session(conversation=after.model_dump(mode="json"), audience=answer.audience)

    def _excuse(self, error: Exception) -> Answer:
        """The notice for a failure; neither the log nor the answer repeats text or values."""
        where = "".join(traceback.format_tb(error.__traceback__))
        logger.error("A turn failed with %s at\n%s", type(error).__name__, where)
        slow = isinstance(error, asyncio.TimeoutError)
        return notice("slow" if slow else "failed", self._library)


def say(dispatcher: CollectingDispatcher, answer: Answer) -> None:
    """Send the answer in words, and once as the contract's object."""
    dispatcher.utter_message(text=answer.text)
    dispatcher.utter_message(json_message={"answer": answer.model_dump(mode="json")})


def new_session(**slots: object) -> list[dict[str, Any]]:
    """Close the turn: the slots go on, the turns before are left behind.

    All that a turn needs is in the slots. Rasa replays and posts the whole session in every turn,
    so a session of one turn keeps the three-hundredth as quick as the first.
    """
    return [
        ActionExecuted("action_session_start"),
        SessionStarted(),
        *(SlotSet(name, value) for name, value in slots.items()),
        FollowupAction("action_listen"),
    ]
