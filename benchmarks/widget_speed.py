"""How light the chat widget is: bytes, first paint, and a conversation of 500 messages.

``python benchmarks/widget_speed.py`` prints a line for each figure beside its limit and ends with 1
when one is missed. It plays canned answers to Chromium, so that only the widget is measured.
"""

import json
import os
import shutil
import statistics
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from addons.rate_limit import Rate
from tests.browser.answers import ASSESSMENT
from tests.browser.canned import CannedAssistant, canned_assistant
from tests.browser.conftest import DESKTOP, FLAGS

MOST_BYTES = 60_000
MOST_PAINT_MS = 100.0
MOST_TASK_MS = 50.0
LOADS = 15
MESSAGES = 500

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
async (messages) => {
    const chat = document.querySelector("b2m-chat");
    const field = chat.shadowRoot.querySelector("textarea");
    for (let sent = 0; sent < messages; sent += 1) {
        const answered = new Promise((resolve) => {
            chat.addEventListener("b2m-answer", resolve, {once: true});
        });
        field.value = "values";
        field.dispatchEvent(new InputEvent("input"));
        field.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter"}));
        await answered;
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


def tasks_ms(browser: Browser, canned: CannedAssistant) -> tuple[list[float], list[float]]:
    """The page's tasks while 500 messages come in, a draft is typed and all is scrolled through.

    First how long each took, as the browser's list of long tasks has them; then the processor's
    time for each, which does not count what else the machine did meanwhile.

    The page types by itself: what a test's tool does to find a field among thousands of elements
    runs in the page too, and takes longer than what is measured.
    """
    canned.answers["values"] = ASSESSMENT
    page = browser.new_page(viewport=DESKTOP)
    page.add_init_script(WATCH_TASKS)
    page.goto(canned.address)
    page.get_by_role("textbox", name="Your message").wait_for()
    browser.start_tracing(page=page, categories=["toplevel"])
    page.evaluate("tasks.length = 0")  # the page's own start is not the conversation's
    page.evaluate(CONVERSE, MESSAGES)
    page.keyboard.type("a draft of some words", delay=20)
    scroll_through(page)
    long: list[float] = page.evaluate("tasks")
    traced = json.loads(browser.stop_tracing())["traceEvents"]
    page.close()
    main = {
        (event["pid"], event["tid"])
        for event in traced
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    busy = [
        event["tdur"] / 1000
        for event in traced
        if event["name"].endswith("RunTask")
        and (event["pid"], event["tid"]) in main
        and "tdur" in event  # one that was under way at the start or the end has none
    ]
    return long, busy


def scroll_through(page: Page) -> None:
    """From the end to the beginning, a screen at a time."""
    page.evaluate(
        """async () => {
            const list = document.querySelector("b2m-chat").shadowRoot.querySelector(".scroll");
            while (list.scrollTop > 0) {
                list.scrollTop -= list.clientHeight;
                await new Promise(requestAnimationFrame);
            }
        }"""
    )


def main() -> int:
    """Measure, print, and judge."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    quick = Rate(calls=MESSAGES, per_minute=MESSAGES)  # nobody types that much
    with canned_assistant(messages=quick) as canned, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        request = playwright.request.new_context(extra_http_headers={"Accept-Encoding": "gzip"})
        sent = request.get(f"{canned.address}b2m-chat.js").headers["content-length"]
        paint_ms = first_paint_ms(browser, canned)
        long, busy = tasks_ms(browser, canned)
        browser.close()
    figures = {
        "bytes on the wire, compressed": (float(sent), MOST_BYTES),
        "first paint of the launcher after the script arrived, ms": (paint_ms, MOST_PAINT_MS),
        f"longest task in a conversation of {MESSAGES} messages, processor's ms": (
            max(busy),
            MOST_TASK_MS,
        ),
    }
    print(
        f"on this machine, with all that it did meanwhile: {len(long)} of {len(busy)} tasks took"
        f" over {MOST_TASK_MS:.0f} ms, the longest {max(long, default=0):.0f} ms"
    )
    for name, (figure, most) in figures.items():
        print(f"{name}: {figure:.0f} (at most {most:.0f})")
    return any(figure > most for figure, most in figures.values())


if __name__ == "__main__":
    sys.exit(main())
