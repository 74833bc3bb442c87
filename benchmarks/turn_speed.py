"""How fast a turn is, question to answer over REST, beside the bot that ``rasa init`` creates.

``make bench`` runs this and writes ``RESULTS.md``. Both assistants are trained, started and asked
in the same run on the same machine, so the ratio holds where the absolute figures do not.
"""

import platform
import statistics
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import psutil
from assistants import Assistant, running, starter_bot, this_assistant, train

WARM_UP_TURNS = 10
TURNS_ONE_USER = 200
USERS = 8
TURNS_A_USER = 40
TURNS_A_CONVERSATION = 10
SAMPLE_EVERY_S = 0.2
RESULTS = Path(__file__).with_name("RESULTS.md")


class PeakMemory:
    """The largest proportional set size, in bytes, of a process with all its children."""

    def __init__(self, process: psutil.Process) -> None:
        self.process = process
        self.peak_bytes = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> "PeakMemory":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._done.wait(SAMPLE_EVERY_S):
            total = 0
            for process in (self.process, *self.process.children(recursive=True)):
                try:
                    total += process.memory_full_info().pss
                except psutil.Error:  # it ended between listing and reading
                    continue
            self.peak_bytes = max(self.peak_bytes, total)


@dataclass(frozen=True)
class Measured:
    """The figures of one assistant."""

    training_s: float
    first_answer_s: float
    one_user_ms: list[float]
    eight_users_ms: list[float]
    turns_a_second: float
    peak_mb: float


def conversation(assistant: Assistant, user: str, turns: int) -> list[float]:
    """Milliseconds of each turn; a fresh conversation every ``TURNS_A_CONVERSATION`` turns."""
    took_ms = []
    for turn in range(turns):
        sender = f"{user}-{turn // TURNS_A_CONVERSATION}"
        question = assistant.questions[turn % len(assistant.questions)]
        began = time.perf_counter()
        if not assistant.ask(sender, question):
            raise RuntimeError(f"{assistant.name}: an empty answer")
        took_ms.append((time.perf_counter() - began) * 1000)
    return took_ms


def measure(assistant: Assistant) -> Measured:
    """Train, start and question one assistant."""
    training_s = train(assistant)
    with running(assistant) as started, PeakMemory(started.process) as memory:
        conversation(assistant, "warm-up", WARM_UP_TURNS)
        one_user_ms = conversation(assistant, "one", TURNS_ONE_USER)
        began = time.perf_counter()
        with ThreadPoolExecutor(USERS) as pool:
            jobs = [
                pool.submit(conversation, assistant, f"user{user}", TURNS_A_USER)
                for user in range(USERS)
            ]
            eight_users_ms = [took for job in jobs for took in job.result()]
        turns_a_second = len(eight_users_ms) / (time.perf_counter() - began)
    return Measured(
        training_s=training_s,
        first_answer_s=started.seconds_to_first_answer,
        one_user_ms=one_user_ms,
        eight_users_ms=eight_users_ms,
        turns_a_second=turns_a_second,
        peak_mb=memory.peak_bytes / 1e6,
    )


def p95(values: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20)[-1]


def table(ours: Measured, starter: Measured) -> str:
    """The figures side by side, with the ratio of each."""
    rows = [
        ("turn, 1 user, median (ms)", *(statistics.median(m.one_user_ms) for m in (ours, starter))),
        ("turn, 1 user, 95th percentile (ms)", p95(ours.one_user_ms), p95(starter.one_user_ms)),
        (
            f"turn, {USERS} users, median (ms)",
            *(statistics.median(m.eight_users_ms) for m in (ours, starter)),
        ),
        (
            f"turn, {USERS} users, 95th percentile (ms)",
            p95(ours.eight_users_ms),
            p95(starter.eight_users_ms),
        ),
        (f"turns a second, {USERS} users", ours.turns_a_second, starter.turns_a_second),
        ("start to first answer (s)", ours.first_answer_s, starter.first_answer_s),
        ("training (s)", ours.training_s, starter.training_s),
        ("peak memory, all processes (MB)", ours.peak_mb, starter.peak_mb),
    ]
    lines = ["| figure | this assistant | starter bot | ratio |", "| --- | ---: | ---: | ---: |"]
    lines += [f"| {what} | {a:.1f} | {b:.1f} | {a / b:.2f} |" for what, a, b in rows]
    return "\n".join(lines)


def machine() -> str:
    """The machine in words."""
    memory_gb = psutil.virtual_memory().total / 2**30
    return (
        f"{psutil.cpu_count()} cores, {memory_gb:.0f} GiB of memory, {platform.system()} on "
        f"{platform.machine()}, Python {platform.python_version()}"
    )


def main() -> None:
    """Measure both and write ``RESULTS.md``."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        ours = measure(this_assistant(work))
        starter = measure(starter_bot(work))
    RESULTS.write_text(
        f"""# Results

Measured on {date.today().isoformat()} on a shared machine: {machine()}. `make bench` does it again.

Both assistants were trained, started and asked in the same run, over Rasa's REST channel. This
assistant runs its action server and rules core; the starter bot is what `rasa init` creates and
calls no action. A turn is the time from the question to the whole answer. Memory is the largest
proportional set size of all processes together.

{table(ours, starter)}
""",
        encoding="utf-8",
    )
    print(RESULTS.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
