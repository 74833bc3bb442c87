"""Who may ask, and where?"""

from typing import Literal

from addons.slack_channel.events import Origin
from addons.slack_channel.settings import Settings

Refusal = Literal["workspace", "channel", "user"]


def refusal(origin: Origin, settings: Settings) -> Refusal | None:
    """Why this may not be answered; ``None`` where it may.

    A person of another organization reaches us through a channel that both share.
    """
    if settings.workspaces and not settings.workspaces & origin.places:
        return "workspace"
    known = origin.homes | settings.workspaces
    is_external = bool(origin.user_homes) and not origin.user_homes & known
    if is_external and not settings.external_users:
        return "user"
    elsewhere = settings.channels and origin.channel not in settings.channels
    if elsewhere and origin.channel and not origin.is_direct:
        return "channel"
    return None
