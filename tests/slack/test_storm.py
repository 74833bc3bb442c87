"""A thousand messages over a hundred threads while Slack fails: each is answered, once, in order.

Each message of a thread gives one value more, and no other thread has this value. So an answer that
shows exactly the values of its thread up to its message proves that nothing was lost, doubled,
mixed up or put in the wrong place. The faults are the same each time.
"""

import asyncio
import json
import random
from typing import Any

from tests.slack.people import MENTION, People, direct, shuffled, until
from tests.slack.workspace import Message

THREADS, MESSAGES, CHANNELS = 100, 10, 10
LIMIT_S = 170
SEED = 20261122

VALUES = (
    ("β2M", 2, "mg/L"),
    ("creatinine", 1, "mg/dL"),
    ("albumin", 2, "g/dL"),
    ("LDH", 200, "U/L"),
    ("calcium", 8, "mg/dL"),
    ("hemoglobin", 8, "g/dL"),
    ("M-protein", 1, "g/dL"),
    ("total protein", 6, "g/dL"),
    ("blood urea nitrogen", 10, "mg/dL"),
    ("CRP", 5, "mg/L"),
)
"""What is given one after the other, in the contract's order, in which a case is kept."""


def value(thread: int, place: int) -> str:
    """One value, that no other thread has at this place."""
    name, least, unit = VALUES[place]
    return f"{name} {least}.{thread:02}1 {unit}"


class Weather:
    """What goes wrong with a call, by chance and always in the same way."""

    SHARES = (("429", 0.03), ("500", 0.02), ("500 after", 0.02), ("drop after", 0.02))

    def __init__(self) -> None:
        self.chance = random.Random(SEED)  # noqa: S311 (nothing is kept secret with it)
        self.faults = 0

    def __call__(self, method: str) -> str | None:
        drawn = self.chance.random()
        for fault, share in self.SHARES:
            if drawn < share:
                self.faults += 1
                return fault
            drawn -= share
        return None


def test_a_thousand_messages_are_answered_once_in_order_and_in_their_thread(
    http_people: People,
) -> None:
    people = http_people
    chance = random.Random(SEED)  # noqa: S311 (nothing is kept secret with it)
    weather = Weather()
    people.slack.faults = weather
    threads = [_written(people, thread) for thread in range(THREADS)]
    people.slack.run(_deliver(people, threads, chance), LIMIT_S)
    asked = [message for messages in threads for message in messages]

    def answered(message: Message) -> bool:
        return any(one.blocks for one in people.workspace.answers(message))

    until(lambda: all(answered(message) for message in reversed(asked)), LIMIT_S)
    for thread, messages in enumerate(threads):
        given = [value(thread, place) for place in range(MESSAGES)]
        for place, message in enumerate(messages):
            (answer,) = people.workspace.answers(message)
            assert answer.part("What I understood") == given[: place + 1]
    assert len(asked) == THREADS * MESSAGES
    assert weather.faults > MESSAGES


def _written(people: People, thread: int) -> list[Message]:
    """The messages of a thread: in a direct conversation, or in a channel after a mention."""
    user = f"U{thread:03}"
    is_direct = thread % 2 == 0
    channel = direct(user) if is_direct else f"C{thread % CHANNELS:03}"
    first = people.write(channel, user, ("" if is_direct else MENTION) + value(thread, 0))
    return [first] + [
        people.write(channel, user, value(thread, place), below=first)
        for place in range(1, MESSAGES)
    ]


async def _deliver(people: People, threads: list[list[Message]], chance: random.Random) -> None:
    """All threads at once: some events twice, some late, and each again until it is taken."""

    async def one_thread(events: list[dict[str, Any]]) -> None:
        for event in events:
            await people.deliver(event)
            await asyncio.sleep(chance.random() / 10)

    await asyncio.gather(*(one_thread(_events(people, each, chance)) for each in threads))


def _events(people: People, messages: list[Message], chance: random.Random) -> list[dict[str, Any]]:
    events = []
    for message in messages:
        for event in people.events_of(message):
            events.append(event)
            if chance.random() < 0.05:
                events.append(json.loads(json.dumps(event)))
    return shuffled(events, chance, 0.05)
