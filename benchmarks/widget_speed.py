"""How light the chat widget is: bytes, first paint, and a conversation of 500 messages.

``python benchmarks/widget_speed.py`` prints a line for each figure beside its limit and ends with 1
when one is missed. It plays canned answers to Chromium, so that only the widget is measured.
"""

import json
import os
import shutil
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from addons.rate_limit import Rate
from tests.browser.answers import ASSESSMENT, B2M
from tests.browser.canned import CannedAssistant, canned_assistant
from tests.browser.conftest import DESKTOP, FLAGS

MOST_BYTES = 60_000
MOST_PAINT_MS = 100.0
MOST_TASK_MS = 50.0
LOADS = 15
TURNS = 250
MESSAGES = 2 * TURNS  # what the list holds: the user's, and an answer to each
ROWS = 40
REST_MS = 300

TRACED = ["disabled-by-default-devtools.timeline", "v8"]
TASK = "RunTask"  # with what is done at its end: ThreadControllerImpl::RunTask leaves that out
GIVES_MEMORY_BACK = "V8.GCFinalizeMCReduceMemory"

REPORT = ASSESSMENT.model_copy(
    update={
        "observations": tuple(
            B2M.model_copy(update={"effective": f"20{year:02}-01-05"}) for year in range(ROWS)
        )
    }
)

WATCH_LAUNCHER = """
window.painted = null;
const watch = () => {
    const launcher = document.querySelector("b2m-chat")?.shadowRoot?.querySelector(".launcher");
    if (!launcher) return requestAnimationFrame(watch);
    // This frame paints it; a message that is posted in it arrives when it has ended.
    const channel = new MessageChannel();
    channel.port1.onmessage = () => { window.painted = performance.now(); };
    channel.port2.postMessage(0);
};
requestAnimationFrame(watch);
"""
WATCH_TASKS = """
window.tasks = [];
new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) tasks.push(entry.duration);
}).observe({type: "longtask", buffered: true});
"""
CONVERSE = """
async ([text, turns]) => {
    const chat = document.querySelector("b2m-chat");
    const field = chat.shadowRoot.querySelector("textarea");
    for (let sent = 0; sent < turns; sent += 1) {
        const answered = new Promise((resolve) => {
            chat.addEventListener("b2m-answer", resolve, {once: true});
        });
        field.value = text;
        field.dispatchEvent(new InputEvent("input"));
        field.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter"}));
        await answered;
        await new Promise(requestAnimationFrame);
        await new Promise(requestAnimationFrame);
    }
}
"""
SCROLL_THROUGH = """
async () => {
    const list = document.querySelector("b2m-chat").shadowRoot.querySelector(".scroll");
    while (list.scrollTop > 0) {
        list.scrollTop -= list.clientHeight;
        await new Promise(requestAnimationFrame);
    }
}
"""
CLOSE_AND_OPEN = """
async () => {
    const chat = document.querySelector("b2m-chat");
    for (let times = 0; times < 6; times += 1) {
        chat.open = !chat.open;
        await chat.updateComplete;
        await new Promise(requestAnimationFrame);
        await new Promise(requestAnimationFrame);
    }
}
"""


def first_paint_ms(browser: Browser, canned: CannedAssistant) -> float:
    """From the script's last byte to the launcher's first frame: the median of some loads."""
    taken = []
    for _ in range(LOADS):
        page = browser.new_page(viewport=DESKTOP)
        page.add_init_script(WATCH_LAUNCHER)
        page.goto(f"{canned.address}intranet.html")
        page.wait_for_function("window.painted")
        taken.append(
            page.evaluate(
                """painted - performance.getEntriesByType("resource")
                    .find(each => each.name.endsWith("b2m-chat.js")).responseEnd"""
            )
        )
        page.close()
    return statistics.median(taken)


@dataclass(frozen=True)
class Tasks:
    """What the page's main thread did in one phase, in ms of the processor's time for each task.

    That does not count what else the machine did meanwhile. What the browser does by itself while
    the page rests, to give memory back, is kept apart: it comes as often as it likes.
    """

    page: tuple[float, ...]
    rest: tuple[float, ...]
    """Tasks in which the browser gave memory back."""
    long: tuple[float, ...]
    """By the clock, what took over 50 ms: the browser's own list of long tasks."""


def tasks_of(trace: bytes, long: Sequence[float]) -> Tasks:
    """Read a trace of the categories ``TRACED``."""
    traced = json.loads(trace)["traceEvents"]
    main = {
        (event["pid"], event["tid"])
        for event in traced
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    done = [  # one that was under way at the start or the end has no time
        event for event in traced if (event["pid"], event["tid"]) in main and "tdur" in event
    ]
    rests = [event["ts"] for event in done if event["name"] == GIVES_MEMORY_BACK]
    page: list[float] = []
    rest: list[float] = []
    for event in done:
        if event["name"] == TASK:
            is_rest = any(event["ts"] <= at <= event["ts"] + event["dur"] for at in rests)
            (rest if is_rest else page).append(event["tdur"] / 1000)
    return Tasks(tuple(page), tuple(rest), tuple(long))


def phases(browser: Browser, canned: CannedAssistant) -> dict[str, Tasks]:
    """A conversation of 500 messages in the panel of a page, and what one does with it.

    The page types by itself: what a test's tool does to find a field among thousands of elements
    runs in the page too, and takes longer than what is measured.
    """
    canned.answers |= {"values": ASSESSMENT, "report": REPORT}
    page = browser.new_page(viewport=DESKTOP)
    page.add_init_script(WATCH_TASKS)
    page.goto(f"{canned.address}intranet.html")
    page.get_by_role("button", name="Open the β2M assistant").click()
    acts: dict[str, Callable[[], object]] = {
        f"{MESSAGES} messages come in": lambda: page.evaluate(CONVERSE, ["values", TURNS]),
        "a draft is typed": lambda: page.keyboard.type("a draft of some words", delay=20),
        "the panel is closed and opened": lambda: page.evaluate(CLOSE_AND_OPEN),
        f"an answer of {ROWS} values comes in": lambda: page.evaluate(CONVERSE, ["report", 1]),
        "all is scrolled through": lambda: page.evaluate(SCROLL_THROUGH),
    }
    measured = {name: traced(browser, page, act) for name, act in acts.items()}
    page.goto("about:blank")  # to leave the old page is no work of the new one
    measured["the page is come back to"] = traced(
        browser, page, lambda: page.goto(f"{canned.address}intranet.html#back")
    )
    page.close()
    return measured


def traced(browser: Browser, page: Page, act: Callable[[], object]) -> Tasks:
    """Do it, wait until the page rests, and say what it took."""
    browser.start_tracing(page=page, categories=TRACED)
    page.evaluate("window.tasks = []")
    act()
    page.evaluate("document.querySelector('b2m-chat').open = true")
    page.wait_for_timeout(REST_MS)
    long: list[float] = page.evaluate("window.tasks")
    return tasks_of(browser.stop_tracing(), long)


def main() -> int:
    """Measure, print, and judge."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    quick = Rate(calls=TURNS, per_minute=TURNS)  # nobody types that much
    with canned_assistant(messages=quick) as canned, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        request = playwright.request.new_context(extra_http_headers={"Accept-Encoding": "gzip"})
        sent = request.get(f"{canned.address}b2m-chat.js").headers["content-length"]
        paint_ms = first_paint_ms(browser, canned)
        measured = phases(browser, canned)
        browser.close()
    figures = {
        "bytes on the wire, compressed": (float(sent), MOST_BYTES),
        "first paint of the launcher after the script arrived, ms": (paint_ms, MOST_PAINT_MS),
    }
    for name, tasks in measured.items():
        figures[f"longest task while {name}, processor's ms"] = (max(tasks.page), MOST_TASK_MS)
        print(
            f"while {name}: {len(tasks.page)} tasks; by the clock, with all that the machine did"
            f" meanwhile, {len(tasks.long)} over {MOST_TASK_MS:.0f} ms, the longest"
            f" {max(tasks.long, default=0):.0f}; the browser's own giving back of memory:"
            f" {', '.join(f'{each:.0f}' for each in tasks.rest) or 'none'}"
        )
    for name, (figure, most) in figures.items():
        print(f"{name}: {figure:.0f} (at most {most:.0f})")
    return any(figure > most for figure, most in figures.values())


if __name__ == "__main__":
    sys.exit(main())
