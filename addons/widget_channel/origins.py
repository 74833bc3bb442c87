"""Which pages may ask: the assistant's own, and those of the origins that are named to it."""

import re
from urllib.parse import urlsplit

from sanic.request import Request

ORIGINS_VARIABLE = "B2M_WIDGET_ORIGINS"
ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?")

POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors {ancestors}; require-trusted-types-for 'script'; trusted-types lit-html"
)
"""Nothing from elsewhere, no inline script or style, no markup made from text (trusted types)."""


class BadOrigins(ValueError):
    """``B2M_WIDGET_ORIGINS`` holds something that is no origin."""


def read_origins(listed: str) -> frozenset[str]:
    """Read origins with spaces between them; raises ``BadOrigins`` naming the one that is none."""
    for origin in listed.split():
        if not ORIGIN.fullmatch(origin):
            raise BadOrigins(
                f"{ORIGINS_VARIABLE}: expected origins such as https://intranet.example with"
                f" spaces between them, in small letters and without a path, got {origin}"
            )
    return frozenset(listed.split())


def may_ask(request: Request, origins: frozenset[str]) -> bool:
    """Whether the request comes from our own page, an allowed one, or from no page at all."""
    origin = request.headers.get("origin")
    return (
        origin is None
        or origin in origins
        or request.headers.get("sec-fetch-site") == "same-origin"
        or urlsplit(origin).netloc == request.headers.get("host")
    )


def headers(request: Request, origins: frozenset[str]) -> dict[str, str]:
    """The headers of every response: the content policy, and what other pages may read."""
    said = {
        "Content-Security-Policy": POLICY.format(ancestors=" ".join(("'self'", *sorted(origins)))),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "cross-origin" if origins else "same-origin",
        "Cache-Control": "no-cache",
    }
    if not origins:
        return said
    said["Vary"] = "Origin, Accept-Encoding"
    origin = request.headers.get("origin")
    if origin in origins:
        said |= {
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Allow-Methods": "GET, POST",
            "Access-Control-Allow-Headers": "Content-Type",
            "Access-Control-Expose-Headers": "Retry-After",
            "Access-Control-Max-Age": "600",
        }
    return said
