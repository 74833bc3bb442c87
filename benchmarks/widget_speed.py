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
    // The frame that shows it ends before a message that is posted in it arrives.
    const channel = new MessageChannel();
    channel.port1.onmessage = () => { window.painted = performance.now(); };
    requestAnimationFrame(() => channel.port2.postMessage(0));
};
requestAnimationFrame(watch);
"""
WATCH_TASKS = """
window.tasks = [];
new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) tasks.push(entry.duration);
}).observe({type: "longtask", buffered: true});
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


def longest_tasks_ms(browser: Browser, canned: CannedAssistant) -> tuple[float, int]:
    """The longest task while 500 messages come in, are scrolled through and a draft is typed."""
    canned.answers["values"] = ASSESSMENT
    page = browser.new_page(viewport=DESKTOP)
    page.add_init_script(WATCH_TASKS)
    page.goto(canned.address)
    field = page.get_by_role("textbox", name="Your message")
    field.wait_for()
    page.evaluate("tasks.length = 0")  # the page's own start is not the conversation's
    for number in range(1, MESSAGES + 1):
        field.fill("values")
        field.press("Enter")
        page.wait_for_function(
            """number => document.querySelector("b2m-chat").shadowRoot
                .querySelectorAll(".card").length === number""",
            arg=number,
        )
    page.keyboard.type("a draft of some words", delay=20)
    scroll_through(page)
    tasks: list[float] = page.evaluate("tasks")
    page.close()
    return max(tasks, default=0.0), len(tasks)


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
    with canned_assistant() as canned, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        request = playwright.request.new_context(extra_http_headers={"Accept-Encoding": "gzip"})
        sent = request.get(f"{canned.address}b2m-chat.js").headers["content-length"]
        paint_ms = first_paint_ms(browser, canned)
        task_ms, tasks = longest_tasks_ms(browser, canned)
        browser.close()
    figures = {
        "bytes on the wire, compressed": (float(sent), MOST_BYTES),
        "first paint of the launcher after the script arrived, ms": (paint_ms, MOST_PAINT_MS),
        f"longest task in a conversation of {MESSAGES} messages, ms": (task_ms, MOST_TASK_MS),
    }
    print(json.dumps({"tasks over 50 ms": tasks}))
    for name, (figure, most) in figures.items():
        print(f"{name}: {figure:.0f} (at most {most:.0f})")
    return any(figure > most for figure, most in figures.values())


if __name__ == "__main__":
    sys.exit(main())
