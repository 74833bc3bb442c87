/** What everything stands on: colours, sizes and type, and nothing of the page around. */
import { css } from "lit";

export const styles = css`
  :host {
    display: block;
  }

  :host([hidden]) {
    display: none;
  }

  /* Nothing of the page around comes in, but its custom properties. What matters stands here and
     not at the host, which the page's own rules can reach. */
  .root {
    all: initial;
    color-scheme: light dark;
    --ground: var(--b2m-ground, light-dark(#f5f7f8, #0f1518));
    --surface: var(--b2m-surface, light-dark(#ffffff, #182125));
    --raised: light-dark(#ffffff, #1f2a2f);
    --ink: var(--b2m-ink, light-dark(#16232a, #e6edef));
    --quiet: light-dark(#51626b, #a3b3ba);
    --line: light-dark(#dde4e7, #2c3a40);
    --line-strong: light-dark(#7d8e96, #71838b);
    --accent: var(--b2m-accent, light-dark(#0b5c66, #7fd3dc));
    --on-accent: var(--b2m-on-accent, light-dark(#ffffff, #06272c));
    --accent-tint: color-mix(in srgb, var(--accent) 11%, var(--surface));
    --caution-tint: light-dark(#fff6e3, #2d2512);
    --caution-line: light-dark(#d58f00, #d9a227);
    --caution-ink: light-dark(#5d3f00, #f4d48a);
    --problem-tint: light-dark(#fdeeed, #361b1a);
    --problem-ink: light-dark(#8f1d18, #ffb3ad);
    --yes: light-dark(#0d6336, #84d9a8);
    --shadow: 0 1px 2px light-dark(#16232a12, #0006), 0 4px 16px light-dark(#16232a0d, #0005);
    --shadow-high: 0 12px 40px light-dark(#16232a38, #000a);
    --radius: var(--b2m-radius, 14px);
    display: block;
    height: 100%;
    color: var(--ink);
    font-size: medium; /* the reader's own size, whatever the page does to its root */
    --b2m-rem: 1em;
    line-height: 1.55;
    font-family: var(
      --b2m-font,
      system-ui,
      -apple-system,
      "Segoe UI",
      Roboto,
      "Noto Sans",
      sans-serif
    );
    text-align: start;
    -webkit-text-size-adjust: 100%;
  }

  :host([scheme="light"]) .root {
    color-scheme: light;
  }

  :host([scheme="dark"]) .root {
    color-scheme: dark;
  }

  :host([layout="page"]) {
    height: 100dvh;
  }

  :host([layout="corner"]) .root {
    --inset: var(--b2m-inset, 24px);
    position: fixed;
    inset-block: auto var(--inset);
    inset-inline: auto var(--inset);
    z-index: var(--b2m-z-index, 2147483000);
    height: auto;
  }

  :host([layout="corner"][position$="start"]) .root {
    inset-inline: var(--inset) auto;
  }

  :host([layout="corner"][position^="top"]) .root {
    inset-block: var(--inset) auto;
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  h1,
  h2,
  h3,
  h4,
  p,
  ul,
  ol {
    margin: 0;
    padding: 0;
  }

  ul,
  ol {
    list-style: none;
  }

  /* Neither a list item nor a counter, also not the browser's own: with one of them Chromium goes
     through all that was ever laid out, whenever something is added. */
  li,
  summary {
    display: block;
    counter-increment: none;
  }

  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .quiet {
    color: var(--quiet);
  }
`;

// A length that the browser works out once, at the widget's root: the reader's own text size.
if (typeof CSS !== "undefined" && "registerProperty" in CSS) {
  try {
    CSS.registerProperty({
      name: "--b2m-rem",
      syntax: "<length>",
      inherits: true,
      initialValue: "16px",
    });
  } catch {
    // Registered already: the script stands in the page twice.
  }
}
