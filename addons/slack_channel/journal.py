"""Which messages were answered: kept over a restart, without a word of any message.

Slack itself keeps the texts; here stand ids, times and the audience that a user chose.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import time
from typing import Final, cast, get_args

from b2m_core.contract.codes import Audience

KEPT_S: Final = 180 * 24 * 3600
REPLY_S: Final = 1800
"""Slack forgets a ``response_url`` after 30 minutes."""

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS turns (
    channel TEXT, key TEXT, thread TEXT, user TEXT, done INTEGER DEFAULT 0, at REAL,
    PRIMARY KEY (channel, key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS threads ON turns (channel, thread);
CREATE TABLE IF NOT EXISTS files (
    channel TEXT, key TEXT, file TEXT, PRIMARY KEY (channel, key, file)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS replies (url TEXT PRIMARY KEY, at REAL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS audiences (user TEXT PRIMARY KEY, audience TEXT) WITHOUT ROWID;
"""


@dataclass(frozen=True)
class Waiting:
    """A turn that was taken and not answered when the assistant ended."""

    channel: str
    key: str
    thread: str
    user: str


class Journal:
    """One SQLite file; ``:memory:`` forgets with the process."""

    def __init__(self, path: str, now: Callable[[], float] = time) -> None:
        if path != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        self._now = now
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;" + _TABLES)
        self._db.execute("DELETE FROM turns WHERE at < ?", (now() - KEPT_S,))
        self._db.execute(
            "DELETE FROM files WHERE NOT EXISTS"
            " (SELECT 1 FROM turns WHERE turns.channel = files.channel AND turns.key = files.key)"
        )

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def begin(self, channel: str, key: str, thread: str, user: str) -> bool:
        """Take a turn; false when it was taken before."""
        taken = self._db.execute(
            "INSERT OR IGNORE INTO turns (channel, key, thread, user, at) VALUES (?, ?, ?, ?, ?)",
            (channel, key, thread, user, self._now()),
        )
        return taken.rowcount == 1

    def done(self, channel: str, key: str) -> None:
        """Note that a turn needs no answer any more."""
        self._db.execute("UPDATE turns SET done = 1 WHERE channel = ? AND key = ?", (channel, key))

    def has(self, channel: str, key: str) -> bool:
        """Whether this turn was taken."""
        return self.thread_of(channel, key) is not None

    def thread_of(self, channel: str, key: str) -> str | None:
        """The thread of a turn that was taken."""
        found = self._db.execute(
            "SELECT thread FROM turns WHERE channel = ? AND key = ?", (channel, key)
        )
        row = found.fetchone()
        return str(row[0]) if row else None

    def is_done(self, channel: str, key: str) -> bool:
        """Whether this turn needs no answer any more."""
        return self._any(
            "SELECT 1 FROM turns WHERE channel = ? AND key = ? AND done = 1", channel, key
        )

    def has_thread(self, channel: str, thread: str) -> bool:
        """Whether we take part in this thread."""
        return self._any("SELECT 1 FROM turns WHERE channel = ? AND thread = ?", channel, thread)

    def waiting(self) -> list[Waiting]:
        """Every turn without an answer, oldest first."""
        rows = self._db.execute(
            "SELECT channel, key, thread, user FROM turns WHERE done = 0 ORDER BY at"
        )
        return [Waiting(*row) for row in rows]

    def add_file(self, channel: str, key: str, file: str) -> None:
        """Note a file that stands below the answer to a turn, by its id."""
        self._db.execute("INSERT OR IGNORE INTO files VALUES (?, ?, ?)", (channel, key, file))

    def remove_file(self, channel: str, key: str, file: str) -> None:
        """Note that a file is gone."""
        self._db.execute(
            "DELETE FROM files WHERE channel = ? AND key = ? AND file = ?", (channel, key, file)
        )

    def files(self, channel: str, key: str) -> list[str]:
        """The files that stand below the answer to a turn."""
        rows = self._db.execute(
            "SELECT file FROM files WHERE channel = ? AND key = ?", (channel, key)
        )
        return [file for (file,) in rows]

    def begin_reply(self, url: str) -> None:
        """Note an address at which a user waits for an answer that only they will see."""
        self._db.execute("INSERT OR IGNORE INTO replies VALUES (?, ?)", (url, self._now()))

    def end_reply(self, url: str) -> None:
        """Note that the answer was given."""
        self._db.execute("DELETE FROM replies WHERE url = ?", (url,))

    def broken_replies(self) -> list[str]:
        """The addresses that got no answer and still take one."""
        self._db.execute("DELETE FROM replies WHERE at < ?", (self._now() - REPLY_S,))
        return [url for (url,) in self._db.execute("SELECT url FROM replies ORDER BY at")]

    def set_audience(self, user: str, audience: Audience) -> None:
        """Keep for whom a user wants answers worded."""
        self._db.execute("INSERT OR REPLACE INTO audiences VALUES (?, ?)", (user, audience))

    def audience(self, user: str) -> Audience | None:
        """For whom this user wants answers worded, if they said so."""
        found = self._db.execute("SELECT audience FROM audiences WHERE user = ?", (user,))
        row = found.fetchone()
        return cast(Audience, row[0]) if row and row[0] in get_args(Audience) else None

    def _any(self, query: str, *values: str) -> bool:
        return self._db.execute(query, values).fetchone() is not None
