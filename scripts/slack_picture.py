"""Draws what Slack shows, for docs/slack.md: real blocks, laid out as HTML, in Chromium.

``python -m scripts.slack_picture`` after a change of the rendering. No screenshot of Slack.
"""

import io
import os
import re
import shutil
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from html import escape
from pathlib import Path
from typing import Any, Final

from PIL import Image
from playwright.sync_api import sync_playwright

from addons.slack_channel.home import home
from addons.slack_channel.messages import Messages
from b2m_core.contract.codes import Audience
from b2m_core.knowledge.library import Library, load_library
from b2m_core.reading.reader import Reader
from b2m_core.respond import assess_values

PICTURES: Final = Path(__file__).parent.parent / "docs" / "images"
DAY: Final = date(2026, 11, 22)
ASKED: Final = "β2M 6.1, creatinine 2.4"
COMMAND: Final = "β2M 6.1 mg/L, albumin 2.9 g/dL, multiple myeloma"
WIDTH: Final = 760
COLOURS: Final = 64  # all that there are but in the edges of letters: a third of the size

STYLE: Final = """
body { margin: 0; padding: 16px; width: 728px; background: #fff; color: #1d1c1d;
       font: 15px/1.46 Lato, "DejaVu Sans", sans-serif; }
article { display: grid; grid-template-columns: 36px 1fr; gap: 0 10px; margin-bottom: 14px; }
.face { width: 36px; height: 36px; border-radius: 6px; background: #005A9C; color: #fff;
        display: grid; place-items: center; font-weight: 700; }
.person { background: #8a6d3b; }
.by { font-weight: 700; } .by small { font-weight: 400; color: #616061; margin-left: 6px; }
h1 { font-size: 18px; line-height: 1.3; margin: 6px 0; }
p { margin: 4px 0 8px; white-space: pre-wrap; }
.context { font-size: 12.5px; color: #616061; }
.actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 4px 0 12px; }
button { font: 700 13px Lato, "DejaVu Sans", sans-serif; color: inherit; background: #fff;
         border: 1px solid #bbb; border-radius: 4px; padding: 5px 11px; }
.app { background: #ddd; color: #616061; font-size: 10px; padding: 1px 3px; border-radius: 2px; }
a { color: #1264a3; text-decoration: none; }
label { display: block; width: 100%; }
"""


def shown(text: Mapping[str, Any]) -> str:
    """A text object as HTML."""
    if text["type"] == "plain_text":
        return escape(text["text"])
    marked = re.sub(r"<(https?://[^|>]+)\|([^>]*)>", r'<a href="\1">\2</a>', text["text"])
    return re.sub(r"^\*(.*)\*$", r"<b>\1</b>", marked)


def as_html(made: Iterable[Mapping[str, Any]]) -> str:
    """Blocks as HTML."""
    parts = []
    for block in made:
        if block["type"] == "header":
            parts.append(f"<h1>{shown(block['text'])}</h1>")
        elif block["type"] == "section":
            parts.append(f"<p>{shown(block['text'])}</p>")
        elif block["type"] == "context":
            said = " ".join(shown(element) for element in block["elements"])
            parts.append(f'<p class="context">{said}</p>')
        else:
            drawn = "".join(element(each) for each in block["elements"])
            parts.append(f'<div class="actions">{drawn}</div>')
    return "".join(parts)


def element(made: Mapping[str, Any]) -> str:
    """A button, or a choice, as HTML."""
    if made["type"] == "button":
        return f"<button>{shown(made['text'])}</button>"
    chosen = made["initial_option"]
    return "".join(
        f"<label><input type=radio {'checked' * (one == chosen)}>{shown(one['text'])}</label>"
        for one in made["options"]
    )


def answered(asked: str, audience: Audience, library: Library, *, aside: str | None) -> str:
    """An answer's blocks as HTML; ``aside`` names the conversation of a private one."""
    answer = assess_values(Reader(library).read(asked, DAY), DAY, library, audience)
    made = Messages(library).answer(answer, aside=aside).blocks
    if made is None:
        raise SystemExit("the answer fits into no message")
    return as_html(made)


def pages(library: Library) -> Mapping[str, str]:
    """What is drawn, by the name of its picture."""
    person = (
        '<article><div class="face person">A</div><div><div class="by">Ann<small>9:41</small></div>'
        f"<p>{escape(ASKED)}</p></div></article>"
    )
    public = answered(ASKED, "clinician", library, aside=None)
    private = answered(COMMAND, "plain", library, aside="one")
    only = '<p class="context">Only visible to you</p>'
    return {
        "slack.png": person + _by_us(public),
        "slack-private.png": _by_us(private, above=only),
        "slack-home.png": as_html(home(library, None)["blocks"]),
    }


def _by_us(content: str, above: str = "") -> str:
    return (
        f'<article><div class="face">β2M</div><div>{above}<div class="by">B2M '
        f'<span class="app">APP</span><small>9:41</small></div>{content}</div></article>'
    )


def main() -> int:
    """Write the pictures."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        print("Chromium is missing: install it, or name it in CHROMIUM.", file=sys.stderr)
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        drawn = browser.new_page(viewport={"width": WIDTH, "height": 200})
        for name, content in pages(load_library()).items():
            drawn.set_content(f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>{content}")
            picture = Image.open(io.BytesIO(drawn.screenshot(full_page=True))).convert("RGB")
            few = picture.quantize(COLOURS, dither=Image.Dither.NONE)
            few.save(PICTURES / name, optimize=True)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
