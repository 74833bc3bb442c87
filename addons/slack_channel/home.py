"""The page that Slack shows for the assistant itself: what it does, for whom, how reviewed."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from b2m_core.contract.codes import Audience
from b2m_core.knowledge.library import Library
from b2m_core.rendering.block_kit import Block, context, header, heading, plain, sections

AUDIENCE: Final = "b2m.audience"
DEFAULT_AUDIENCE: Final[Audience] = "clinician"


def home(library: Library, audience: Audience | None) -> dict[str, Any]:
    """The view for ``views.publish``; ``audience`` is what this user chose."""
    words = library.phrases.slack.home
    statuses = Counter(item.review.status for item in library.reviewed.values())
    said = library.phrases.review_status
    shown = audience or DEFAULT_AUDIENCE
    blocks: list[Block] = [
        *header(words.what),
        *sections(["\n\n".join(words.says)]),
        heading(words.examples),
        *sections(f"• {example}" for example in library.phrases.replies["greet"].options),
        heading(words.audience),
        _choice(words.audiences, shown),
        heading(words.review),
        *sections(
            f"• {said[status].for_audience(shown)} ({count})"
            for status, count in sorted(statuses.items())
        ),
        *context([plain(library.version)]),
        heading(words.privacy),
        *sections([words.privacy_note]),
        *context([plain(library.phrases.disclaimer.for_audience(shown))]),
    ]
    return {"type": "home", "blocks": blocks}


def _choice(audiences: Mapping[Audience, str], chosen: Audience) -> Block:
    options = {
        audience: {"text": plain(label), "value": audience} for audience, label in audiences.items()
    }
    element = {
        "type": "radio_buttons",
        "action_id": AUDIENCE,
        "options": list(options.values()),
        "initial_option": options[chosen],
    }
    return {"type": "actions", "elements": [element]}
