"""The dialogue in the README is what the running assistant says today.

With ``B2M_RENEW=1`` the test writes the dialogue anew, after a change that was meant.
"""

import os
import re
import secrets
from pathlib import Path

from tests.conftest import RunningAssistant

README = Path(__file__).parents[2] / "README.md"
DIALOGUE = re.compile(r"(?<=^```dialogue\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
SAID = re.compile(r"^You: (.*)$", re.MULTILINE)


def test_the_readme_shows_a_real_dialogue(running_assistant: RunningAssistant) -> None:
    page = README.read_text(encoding="utf-8")
    (written,) = DIALOGUE.findall(page)
    sender = secrets.token_hex(8)
    played = "\n".join(
        f"You: {said}\n\n{running_assistant.answer(sender, said)['text']}\n"
        for said in SAID.findall(written)
    )
    if os.environ.get("B2M_RENEW"):
        README.write_text(page.replace(written, played), encoding="utf-8")
        written = played
    assert written == played
