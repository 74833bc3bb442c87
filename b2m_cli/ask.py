"""``b2m ask``: one question through the whole assistant, Rasa included."""

import json
import sys
import uuid
from typing import Any

from b2m_cli.assistant import ask as ask_at
from b2m_cli.assistant import running_url, started
from b2m_cli.servers import Asked


def ask(text: str, today: str | None, *, as_json: bool) -> int:
    """Print the answer: words for people, or contract JSON.

    A running assistant is asked; it keeps nothing of a conversation that nobody continues. Without
    one, or with a day of its own, the assistant is started for this question.
    """
    url = None if today else running_url()
    try:
        answer = _started(text, today) if url is None else ask_at(url, _sender(), text)
    except Asked:
        return 130
    print(json.dumps(answer, ensure_ascii=False) if as_json else answer["text"])
    return 0


def _sender() -> str:
    return f"b2m-ask-{uuid.uuid4()}"


def _started(text: str, today: str | None) -> dict[str, Any]:
    print(
        "No assistant is running: it is started for this question, which takes half a minute.",
        "Several are quicker beside a running `b2m serve`.",
        file=sys.stderr,
        flush=True,
    )
    with started(today) as url:
        return ask_at(url, _sender(), text)
