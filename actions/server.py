"""The action server, on this machine only: ``python -m actions.server``.

rasa-sdk's own server listens on every interface and returns the whole conversation in the body of
an error, from where Rasa writes it into its log. Its executor runs the action here as there.
"""

import gc
import logging
import os
import sys
import traceback
from pathlib import Path

from rasa_sdk.executor import ActionExecutor
from sanic import Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, json

from actions.respond import ActionRespond
from b2m_core.feedback import BadFeedbackFile, feedback_file
from b2m_core.knowledge.library import KnowledgeError, Library, load_library

HOST = "127.0.0.1"
DEFAULT_PORT = 5055

logger = logging.getLogger(__name__)


def create_app(library: Library, feedback: Path | None = None) -> Sanic:
    """The server's routes: a sign of life, and the webhook that Rasa calls."""
    app = Sanic("b2m_actions", configure_logging=False)
    executor = ActionExecutor()
    executor.register_action(ActionRespond(library, feedback))

    @app.get("/health")
    async def health(_: Request) -> HTTPResponse:
        return json({"status": "ok"})

    @app.post("/webhook")
    async def webhook(request: Request) -> HTTPResponse:
        return json(await executor.run(request.json))

    async def failed(_: Request, error: Exception) -> HTTPResponse:
        if isinstance(error, SanicException):
            return json({"error": type(error).__name__}, status=error.status_code)
        where = "".join(traceback.format_tb(error.__traceback__))
        logger.error("A call failed with %s at\n%s", type(error).__name__, where)
        return json({"error": "the action failed"}, status=500)

    app.error_handler.add(Exception, failed)
    return app


def main() -> int:
    """Load the knowledge, then serve until stopped; 1 with one line when either cannot be."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    try:
        port = int(os.environ.get("B2M_ACTION_PORT", DEFAULT_PORT))
        library, feedback = load_library(), feedback_file()
    except BadFeedbackFile as error:
        print(error, file=sys.stderr)
        return 1
    except KnowledgeError as error:
        print(f"The knowledge cannot be loaded: {error}", file=sys.stderr)
        return 1
    except ValueError:
        print("B2M_ACTION_PORT must be a number.", file=sys.stderr)
        return 1
    app = create_app(library, feedback)
    gc.freeze()  # what was loaded stays, and is no longer looked through for waste between turns
    app.run(HOST, port, access_log=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
