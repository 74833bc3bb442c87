"""The files of the page and the bundle, read once and kept compressed."""

import gzip
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sanic.request import Request
from sanic.response import HTTPResponse

DIST = Path(__file__).parents[2] / "widget" / "dist"
CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}

VERSIONED = re.compile(r"b2m-chat-[0-9.]+-[0-9a-f]{8}\.js")
"""The bundle under a name that changes with its content."""


@dataclass(frozen=True)
class File:
    """One file of the bundle, ready to be sent."""

    content: bytes
    zipped: bytes
    etag: str
    content_type: str


def load_files(dist: Path) -> Mapping[str, File]:
    """Read the files of a folder that a browser may ask for, by name; none where it is missing."""
    files = {}
    for path in dist.glob("*"):
        if path.suffix not in CONTENT_TYPES:
            continue
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()[:32]
        files[path.name] = File(
            content, gzip.compress(content, mtime=0), f'"{digest}"', CONTENT_TYPES[path.suffix]
        )
    return files


def send(files: Mapping[str, File], request: Request, name: str) -> HTTPResponse:
    """Send one of the files, compressed where that is taken, or say that it is unchanged."""
    file = files.get(name)
    if file is None:
        words = "There is no such file." if files else "The widget is not built: make run"
        return HTTPResponse(words, 404 if files else 503)
    headers = {"ETag": file.etag, "Vary": "Origin, Accept-Encoding"}
    if VERSIONED.fullmatch(name):
        headers["Cache-Control"] = "public, max-age=31536000, immutable"
    if request.headers.get("if-none-match") == file.etag:
        return HTTPResponse(status=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return HTTPResponse(file.zipped, 200, headers, file.content_type)
    return HTTPResponse(file.content, 200, headers, file.content_type)
