"""How a conversation is forgotten where Rasa keeps it."""

from rasa.core.agent import Agent
from rasa.shared.core.trackers import DialogueStateTracker


async def forget(agent: Agent, conversation: str) -> None:
    """Leave nothing that was said: an empty tracker takes the place of the conversation's.

    Rasa's stores of trackers cannot delete. A turn under way ends first.
    """
    async with agent.lock_store.lock(conversation):
        await agent.tracker_store.save(DialogueStateTracker(conversation, slots=()))
