"""Rasa's memory of conversations, cut down to what the next turn needs: the slots.

Rasa's own store keeps the words of the turn before, and every conversation that ever began, for as
long as the server runs. Here the words are gone when the turn is over, and the number has a limit.
"""

import pickle
from collections import OrderedDict

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.constants import ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event
from rasa.shared.core.trackers import DialogueStateTracker

MAX_CONVERSATIONS = 10_000
"""Of all channels together; beyond it, the one that was silent longest is forgotten."""


class LatestSession(InMemoryTrackerStore):  # type: ignore[misc]  # Rasa ships no types for it
    """Keeps each conversation's latest session, which the action begins at the end of a turn."""

    def __init__(
        self, domain: Domain, event_broker: EventBroker | None = None, **settings: object
    ) -> None:
        super().__init__(domain, event_broker, **settings)
        self.store: OrderedDict[str, bytes] = OrderedDict()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the session that goes on."""
        await self.stream_events(tracker)
        self.store[tracker.sender_id] = pickle.dumps(_latest(list(tracker.events)))
        self.store.move_to_end(tracker.sender_id)
        while len(self.store) > MAX_CONVERSATIONS:
            self.store.popitem(last=False)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation as its next turn finds it; ``None`` for one that is not known."""
        return await self.retrieve_full_tracker(sender_id)

    def deserialise_tracker(
        self, sender_id: str, serialised_tracker: bytes
    ) -> DialogueStateTracker:
        """The conversation with the events that were kept."""
        # Pickled, since no other process ever sees it: Rasa finds the classes of events in JSON by
        # a search through all classes that it knows.
        events = pickle.loads(serialised_tracker)  # noqa: S301 (from this process's own memory)
        return DialogueStateTracker.from_events(sender_id, events, self.domain.slots)


def _latest(events: list[Event]) -> list[Event]:
    """The events of the session that began last; all of them where none began."""
    begins = [i for i, event in enumerate(events) if _begins_session(event)]
    return events[begins[-1] :] if begins else events


def _begins_session(event: Event) -> bool:
    return isinstance(event, ActionExecuted) and event.action_name == ACTION_SESSION_START_NAME
