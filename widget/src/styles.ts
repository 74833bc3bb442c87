/** The widget's looks: one sheet, constructed, so that a strict content policy lets it through. */
import { css } from "lit";

export const styles = css`
  :host {
    color-scheme: light dark;
    display: block;
  }

  :host([scheme="light"]) {
    color-scheme: light;
  }

  :host([scheme="dark"]) {
    color-scheme: dark;
  }

  :host([hidden]) {
    display: none;
  }

  /* Nothing of the page around comes in, but its custom properties. */
  .root {
    all: initial;
    color-scheme: inherit;
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

  :host([layout="page"]) {
    height: 100dvh;
  }

  :host([layout="corner"]) {
    --inset: var(--b2m-inset, 24px);
    position: fixed;
    inset-block: auto var(--inset);
    inset-inline: auto var(--inset);
    z-index: var(--b2m-z-index, 2147483000);
  }

  :host([layout="corner"][position$="start"]) {
    inset-inline: var(--inset) auto;
  }

  :host([layout="corner"][position^="top"]) {
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

  /* Controls */

  button {
    font: inherit;
    color: inherit;
    cursor: pointer;
    border: 0;
    background: none;
    padding: 0;
    touch-action: manipulation;
  }

  button:disabled {
    cursor: default;
  }

  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }

  .plain {
    min-height: 40px;
    padding: 0 14px;
    border: 1px solid var(--line);
    border-radius: 999px;
    background: var(--surface);
    font-size: calc(0.875 * var(--b2m-rem));
    font-weight: 550;
    white-space: nowrap;
  }

  .plain:hover:enabled,
  .reply:hover,
  .example:hover,
  .retry:hover {
    border-color: var(--accent);
    background: var(--accent-tint);
  }

  .plain:disabled {
    color: var(--quiet);
    opacity: 0.6;
  }

  .round {
    flex: none;
    display: grid;
    place-items: center;
    width: 40px;
    padding: 0;
  }

  svg {
    width: 20px;
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  #menu {
    position: fixed;
    inset: auto;
    margin: 0;
    padding: 6px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--raised);
    color: var(--ink);
    box-shadow: var(--shadow-high);
  }

  #menu:popover-open {
    display: grid;
  }

  #menu button {
    min-height: 40px;
    padding: 0 16px;
    border-radius: 8px;
    text-align: start;
    font-size: calc(0.9375 * var(--b2m-rem));
  }

  #menu button:hover {
    background: var(--accent-tint);
  }

  .stop {
    min-height: 32px;
    padding: 0 14px;
    border: 1px solid var(--line-strong);
    border-radius: 999px;
    background: var(--raised);
    font-size: calc(0.875 * var(--b2m-rem));
    font-weight: 550;
  }

  .small {
    flex: none;
    display: inline-grid;
    place-items: center;
    min-width: 28px;
    height: 28px;
    border-radius: 8px;
    color: var(--accent);
  }

  .small svg {
    width: 16px;
    stroke-width: 1.5;
  }

  .small:hover,
  .stop:hover {
    background: var(--accent-tint);
  }

  .copy {
    margin-inline-start: auto;
    min-height: 28px;
    padding: 0 12px;
    border: 1px solid var(--line-strong);
    border-radius: 999px;
    color: var(--accent);
    font-weight: 550;
  }

  .copy:hover {
    background: var(--accent-tint);
  }

  .reply,
  .retry {
    min-height: 40px;
    padding: 6px 16px;
    border: 1px solid var(--line-strong);
    border-radius: 999px;
    background: var(--raised);
    color: var(--accent);
    font-weight: 550;
    font-size: calc(0.9375 * var(--b2m-rem));
  }

  summary {
    cursor: pointer;
    width: fit-content;
    border-radius: 6px;
    color: var(--accent);
    font-size: calc(0.9375 * var(--b2m-rem));
    font-weight: 600;
    padding: 4px 0;
  }

  summary:hover {
    text-decoration: underline;
    text-underline-offset: 3px;
  }

  /* Frame */

  .chat {
    container-type: inline-size;
    display: flex;
    flex-direction: column;
    height: 100%;
    background: var(--ground);
  }

  .launcher {
    width: 60px;
    height: 60px;
    border-radius: 20px;
    background: var(--b2m-accent, light-dark(#0b5c66, #0f707c));
    color: var(--b2m-on-accent, #fff);
    font-weight: 650;
    font-size: calc(1.25 * var(--b2m-rem));
    box-shadow: var(--shadow-high);
  }

  .launcher::before {
    content: "β2" / "";
  }

  .panel {
    position: absolute;
    inset-block: auto 76px;
    inset-inline: auto 0;
    width: clamp(340px, var(--panel-width, var(--b2m-width, 480px)), calc(100vw - 48px));
    height: clamp(min(400px, 100dvh - 124px), var(--panel-height, var(--b2m-height, 760px)), calc(100dvh - 124px));
    border: 1px solid var(--line);
    border-radius: 18px;
    overflow: hidden;
    box-shadow: var(--shadow-high);
  }

  :host([position$="start"]) .panel {
    inset-inline: 0 auto;
  }

  :host([position^="top"]) .panel {
    inset-block: 76px auto;
  }

  /* Hidden rather than taken away: the list stays where it was. */
  .panel[data-closed] {
    visibility: hidden;
  }

  .panel .bar {
    padding-inline-start: 24px;
  }

  .grip {
    position: absolute;
    inset-block-start: 0;
    inset-inline-start: 0;
    width: 24px;
    height: 24px;
    border-start-start-radius: 18px;
    cursor: nwse-resize;
    touch-action: none;
  }

  .grip::before {
    content: "";
    position: absolute;
    inset: 7px auto auto 7px;
    width: 8px;
    height: 8px;
    border: solid var(--line-strong);
    border-width: 2px 0 0 2px;
    border-start-start-radius: 6px;
  }

  .grip:hover::before,
  .grip:focus-visible::before {
    border-color: var(--accent);
  }

  .grip:focus-visible {
    outline-offset: -3px;
  }

  :host([position$="start"]) .grip {
    inset-inline: auto 0;
    transform: scaleX(-1);
    cursor: nesw-resize;
  }

  :host([position^="top"]) .grip {
    inset-block: auto 0;
    transform: scaleY(-1);
    cursor: nesw-resize;
  }

  :host([position="top-start"]) .grip {
    transform: scale(-1);
    cursor: nwse-resize;
  }

  .bar {
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 12px 20px;
    background: var(--surface);
    border-bottom: 1px solid var(--line);
  }

  .mark {
    flex: none;
    display: grid;
    place-items: center;
    width: 40px;
    height: 40px;
    border-radius: 12px;
    background: var(--b2m-accent, light-dark(#0b5c66, #0f707c));
    color: var(--b2m-on-accent, #fff);
    font-weight: 650;
  }

  .names {
    flex: 1;
    min-width: 0;
  }

  .title {
    font-size: calc(1.0625 * var(--b2m-rem));
    line-height: 1.3;
    font-weight: 650;
    letter-spacing: -0.01em;
  }

  .names p {
    font-size: calc(0.8125 * var(--b2m-rem));
    line-height: 1.35;
    color: var(--quiet);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .scroll {
    position: relative; /* holds the visually hidden words, which would make the page scroll */
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-gutter: stable both-edges;
  }

  .scroll:focus-visible {
    outline-offset: -2px;
  }

  .column {
    max-width: 780px;
    margin: 0 auto;
    padding: 0 20px;
  }

  /* Empty conversation */

  .welcome {
    padding-top: clamp(32px, 12vh, 128px);
    display: grid;
    gap: 12px;
  }

  .welcome h2 {
    font-size: calc(1.75 * var(--b2m-rem));
    line-height: 1.25;
    font-weight: 650;
    letter-spacing: -0.02em;
  }

  .welcome p {
    max-width: 60ch;
    color: var(--quiet);
  }

  .examples {
    display: grid;
    gap: 10px;
    margin-top: 16px;
    max-width: 480px;
  }

  .example {
    display: flex;
    justify-content: space-between;
    gap: 16px;
    min-height: 48px;
    align-items: center;
    padding: 10px 18px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    box-shadow: var(--shadow);
    text-align: start;
  }

  .example span {
    color: var(--accent);
  }

  /* Messages */

  .turn {
    display: grid;
    gap: 16px;
    padding-top: 24px;
    scroll-margin-top: 0;
  }

  .message {
    display: grid;
    justify-items: end;
    gap: 4px;
  }

  .bubble {
    max-width: min(85%, 60ch);
    padding: 10px 16px;
    border-radius: 18px 18px 5px 18px;
    background: var(--b2m-accent, light-dark(#0b5c66, #14505a));
    color: var(--b2m-on-accent, #fff);
    white-space: pre-wrap;
    tab-size: 8;
    overflow-wrap: anywhere;
  }

  time {
    font-size: calc(0.75 * var(--b2m-rem));
    color: var(--quiet);
    font-variant-numeric: tabular-nums;
  }

  .divider {
    margin-top: 28px;
    padding-top: 8px;
    border-top: 1px dashed var(--line-strong);
    text-align: center;
    font-size: calc(0.8125 * var(--b2m-rem));
    color: var(--quiet);
  }

  /* What is far away costs nothing. */
  .stretch,
  .turn {
    content-visibility: auto;
    contain-intrinsic-size: auto 400px;
  }

  .failed[data-state="waiting"],
  .failed[data-state="stopped"] {
    background: var(--surface);
    color: var(--ink);
    box-shadow: inset 0 0 0 1px var(--line-strong);
  }

  .failed {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    padding: 12px 16px;
    border-radius: var(--radius);
    background: var(--problem-tint);
    color: var(--problem-ink);
  }

  .failed p {
    flex: 1 1 16em;
  }

  .retry {
    color: inherit;
    border-color: currentColor;
    background: none;
  }

  .waiting {
    display: flex;
    align-items: center;
    gap: 16px;
    min-height: 56px;
    padding: 16px 4px 8px;
  }

  .dots {
    display: inline-flex;
    gap: 6px;
  }

  .dots i {
    width: 8px;
    height: 8px;
    border-radius: 50%;
    background: var(--accent);
    animation: wait 1.2s ease-in-out infinite;
  }

  .dots i:nth-child(2) {
    animation-delay: 0.15s;
  }

  .dots i:nth-child(3) {
    animation-delay: 0.3s;
  }

  @keyframes wait {
    0%,
    60%,
    100% {
      opacity: 0.25;
    }
    30% {
      opacity: 1;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .dots i {
      animation: none;
    }
  }

  /* Answer card */

  .card {
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: 5px var(--radius) var(--radius) var(--radius);
    box-shadow: var(--shadow);
    overflow-wrap: anywhere;
  }

  .card > * {
    padding: 18px 24px;
  }

  .card > * + * {
    border-top: 1px solid var(--line);
  }

  .card[data-kind="refusal"] {
    border-inline-start: 4px solid var(--line-strong);
  }

  .card[data-urgent] {
    border: 2px solid var(--problem-ink);
    background: var(--problem-tint);
  }

  .card[data-urgent] .opening {
    color: var(--problem-ink);
    font-size: calc(1.125 * var(--b2m-rem));
    font-weight: 600;
  }

  .opening {
    white-space: pre-line;
  }

  h3 {
    margin-bottom: 10px;
    font-size: calc(0.8125 * var(--b2m-rem));
    line-height: 1.4;
    font-weight: 650;
    color: var(--quiet);
  }

  h4 {
    font-size: calc(1 * var(--b2m-rem));
    line-height: 1.4;
    font-weight: 620;
  }

  .knowledge h3 {
    font-size: calc(1.0625 * var(--b2m-rem));
    color: var(--ink);
    letter-spacing: -0.005em;
  }

  .knowledge p + p {
    margin-top: 12px;
  }

  .knowledge p + h3 {
    margin-top: 20px;
  }

  .understood ul,
  .supposed ul {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr));
    gap: 10px;
  }

  .observation {
    display: flex;
    flex-wrap: wrap;
    align-content: start;
    align-items: baseline;
    gap: 2px 8px;
    padding: 8px 14px;
    border-radius: 10px;
    background: var(--ground);
    font-variant-numeric: tabular-nums;
  }

  .observation .quiet {
    font-size: calc(0.8125 * var(--b2m-rem));
  }

  .observation .written {
    flex-basis: 100%;
  }

  .observation:has(.correct) {
    position: relative;
    padding-inline-end: 44px;
  }

  .observation .correct {
    position: absolute;
    inset: 6px 8px auto auto;
  }

  .observation:has(.correction) {
    padding-block: 6px;
    background: var(--accent-tint);
  }

  .correction {
    flex: 1;
    display: flex;
    align-items: center;
    gap: 4px;
    min-width: 0;
  }

  .correction :is(input, select) {
    flex: 1;
    width: 0;
    min-width: 4em;
    margin-inline-start: 8px;
    height: 32px;
    padding: 0 8px;
    border: 1px solid var(--line-strong);
    border-radius: 8px;
    background: var(--surface);
    color: inherit;
    font: inherit;
  }

  .judging,
  .judged {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
    margin-top: 6px;
  }

  .comment {
    flex-basis: 100%;
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }

  .comment > :is(label, p) {
    flex-basis: 100%;
  }

  .comment textarea {
    display: block;
    width: 100%;
    margin-top: 4px;
    padding: 8px 10px;
    border: 1px solid var(--line-strong);
    border-radius: 8px;
    background: var(--surface);
    color: inherit;
    font: inherit;
    resize: vertical;
  }

  /* The picture is dark on white in every scheme. */
  .chart {
    margin: 0;
    padding: 12px;
    background: #fff;
    color: #16232a;
  }

  .chart a {
    display: block;
    width: fit-content;
    margin-inline: auto;
    color: #0b5c66;
    font-size: calc(0.875 * var(--b2m-rem));
  }

  .chart img {
    display: block;
    width: 100%;
    max-width: 640px;
    margin-inline: auto;
  }

  .supposed .observation {
    background: none;
    border: 1px dashed var(--line-strong);
  }

  .assumed {
    padding: 0 8px;
    border-radius: 999px;
    background: var(--caution-tint);
    color: var(--caution-ink);
    box-shadow: inset 0 0 0 1px var(--caution-line);
    font-size: calc(0.8125 * var(--b2m-rem));
    line-height: 1.5;
  }

  .unread q {
    font-weight: 600;
  }

  .unread li + li {
    margin-top: 6px;
  }

  .finding + .finding {
    margin-top: 22px;
    padding-top: 20px;
    border-top: 1px solid var(--line);
  }

  .finding-head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 6px 16px;
    margin-bottom: 6px;
  }

  .outcomes {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 6px 8px;
  }

  .outcomes small {
    font-size: calc(0.875 * var(--b2m-rem));
    color: var(--quiet);
  }

  .badge {
    padding: 3px 14px;
    border-radius: 999px;
    border: 1.5px solid var(--accent);
    background: var(--accent);
    color: var(--on-accent);
    font-weight: 650;
    font-variant-numeric: tabular-nums;
  }

  /* Settled, but only under a condition: not filled. */
  .badge[data-conditional] {
    background: none;
    color: var(--accent);
  }

  .badge[data-status="possible"] {
    background: none;
    border-style: dashed;
    color: var(--accent);
    font-weight: 600;
  }

  .number {
    font-size: calc(1.125 * var(--b2m-rem));
    font-weight: 650;
    font-variant-numeric: tabular-nums;
  }

  .number[data-status="possible"] {
    font-size: 1em;
    font-weight: 600;
    border-bottom: 1.5px dashed var(--line-strong);
  }

  .badge[data-status="not_applicable"] {
    background: none;
    border-color: var(--line-strong);
    color: var(--quiet);
  }

  .missing {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 6px 8px;
    margin-top: 8px;
    font-size: calc(0.9375 * var(--b2m-rem));
    color: var(--quiet);
  }

  .chip {
    padding: 0 10px;
    border: 1px solid var(--line-strong);
    border-radius: 999px;
    color: var(--ink);
    font-size: calc(0.875 * var(--b2m-rem));
  }

  .why {
    margin-top: 6px;
  }

  table {
    width: 100%;
    margin-top: 8px;
    border-collapse: collapse;
    font-size: calc(0.875 * var(--b2m-rem));
    font-variant-numeric: tabular-nums;
  }

  th,
  td {
    padding: 7px 12px 7px 0;
    text-align: start;
    vertical-align: baseline;
    font-weight: 400;
  }

  thead th {
    color: var(--quiet);
    font-size: calc(0.8125 * var(--b2m-rem));
  }

  tbody tr {
    border-top: 1px solid var(--line);
  }

  .holds {
    font-weight: 600;
    white-space: nowrap;
  }

  .holds::before {
    content: "○ ";
    color: var(--quiet);
  }

  .holds[data-holds="true"] {
    color: var(--yes);
  }

  .holds[data-holds="true"]::before {
    content: "✓ ";
    color: inherit;
  }

  .holds[data-holds="false"]::before {
    content: "✕ ";
  }

  .holds[data-holds="null"] {
    color: var(--quiet);
  }

  .holds[data-holds="null"]::before {
    content: "? ";
  }

  .card > .cautions {
    background: var(--caution-tint);
    border-top-color: var(--caution-line);
    border-inline-start: 4px solid var(--caution-line);
    padding-inline-start: 20px;
  }

  .cautions + * {
    border-top-color: var(--caution-line);
  }

  .cautions h3 {
    color: var(--caution-ink);
  }

  .cautions h3 {
    scroll-margin-top: 16px;
  }

  .card > .to-cautions {
    width: 100%;
    padding-block: 10px;
    background: var(--caution-tint);
    color: var(--caution-ink);
    font-size: calc(0.9375 * var(--b2m-rem));
    text-align: start;
    border-top-color: var(--caution-line);
  }

  .to-cautions + * {
    border-top-color: var(--caution-line);
  }

  .to-cautions:hover {
    text-decoration: underline;
    text-underline-offset: 3px;
  }

  .to-cautions:focus-visible {
    outline-offset: -3px;
  }

  .to-cautions::before,
  .cautions h3::before {
    content: "⚠\\FE0E";
    margin-inline-end: 0.5em;
  }

  .to-cautions::before {
    margin-inline-end: 0.25em;
  }

  .cautions h4 {
    color: var(--caution-ink);
  }

  .cautions li + li,
  .next-steps li + li {
    margin-top: 14px;
  }

  .next-steps li {
    position: relative;
    padding-inline-start: 38px;
  }

  .next-steps input {
    position: absolute;
    inset: 1px auto auto 0;
    width: 22px;
    height: 22px;
    margin: 0;
    accent-color: var(--accent);
  }

  .next-steps input:checked + h4 {
    color: var(--quiet);
    text-decoration: line-through;
  }

  .question {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }

  .question + .question {
    margin-top: 14px;
  }

  .question p {
    flex-basis: 100%;
  }

  /* Sources */

  .marker {
    min-width: 24px;
    height: 24px;
    margin-inline-start: 4px;
    padding: 0 5px;
    border-radius: 7px;
    background: var(--accent-tint);
    color: var(--accent);
    font-size: calc(0.75 * var(--b2m-rem));
    font-weight: 650;
    line-height: 24px;
    vertical-align: 1px;
  }

  .marker:hover {
    background: var(--accent);
    color: var(--on-accent);
  }

  .count {
    display: inline-block;
    min-width: 24px;
    padding: 0 7px;
    border-radius: 999px;
    background: var(--accent-tint);
    text-align: center;
    font-size: calc(0.8125 * var(--b2m-rem));
  }

  .card > .sources,
  .card > details.understood {
    padding-block: 12px;
  }

  details.understood ul {
    padding-top: 8px;
  }

  .sources ol {
    counter-reset: source;
    padding-top: 10px;
    display: grid;
    gap: 14px;
  }

  .sources li,
  #source {
    font-size: calc(0.875 * var(--b2m-rem));
    line-height: 1.5;
  }

  .sources li {
    position: relative;
    display: flex;
    flex-wrap: wrap;
    gap: 2px 12px;
    padding-inline-start: 32px;
    counter-increment: source;
  }

  .sources li::before {
    content: counter(source);
    position: absolute;
    inset: 0 auto auto 0;
    font-weight: 650;
    color: var(--accent);
  }

  .source-title {
    flex-basis: 100%;
    font-weight: 600;
  }

  a {
    color: var(--accent);
    text-underline-offset: 3px;
  }

  .review {
    color: var(--quiet);
  }

  .review::before {
    content: "◐ ";
  }

  .review[data-status="submitted"]::before {
    content: "○ ";
  }

  .review[data-status="approved"]::before {
    content: "● ";
  }

  #source {
    position: fixed;
    inset: auto;
    width: min(380px, calc(100vw - 24px));
    margin: 0;
    padding: 16px 20px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--raised);
    color: var(--ink);
    box-shadow: var(--shadow-high);
    overflow-wrap: anywhere;
  }

  #source:popover-open {
    display: grid;
    gap: 4px;
    justify-items: start;
  }

  .source-number {
    font-weight: 650;
    color: var(--accent);
  }

  .card footer {
    display: grid;
    gap: 6px;
    font-size: calc(0.8125 * var(--b2m-rem));
    line-height: 1.5;
    color: var(--quiet);
  }

  .card footer p {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 16px;
  }

  /* Composer */

  .composer {
    padding: 12px 0 max(8px, env(safe-area-inset-bottom));
    background: linear-gradient(to top, var(--ground) 80%, transparent);
  }

  .composer .column {
    position: relative;
  }

  .to-the-end {
    position: absolute;
    inset-block-end: calc(100% + 24px);
    inset-inline-end: 28px;
    color: var(--accent);
    box-shadow: var(--shadow);
  }

  .said:empty {
    display: none;
  }

  .said {
    margin-bottom: 8px;
    padding: 6px 18px;
    border-radius: var(--radius);
    background: var(--accent-tint);
    font-size: calc(0.875 * var(--b2m-rem));
  }

  .field {
    display: flex;
    align-items: flex-end;
    gap: 8px;
    padding: 8px 8px 8px 18px;
    border: 1px solid var(--line-strong);
    border-radius: 24px;
    background: var(--surface);
    box-shadow: var(--shadow);
  }

  .field:focus-within {
    border-color: var(--accent);
    box-shadow: 0 0 0 3px color-mix(in srgb, var(--accent) 25%, transparent);
  }

  .field textarea {
    flex: 1;
    min-width: 0;
    min-height: 40px;
    max-height: 34vh;
    padding: 8px 0;
    border: 0;
    resize: none;
    background: none;
    color: inherit;
    font: inherit;
    line-height: 24px;
    tab-size: 8;
    field-sizing: content;
  }

  .field textarea:focus {
    outline: none;
  }

  .field textarea::placeholder {
    color: var(--quiet);
    opacity: 1;
  }

  .send {
    flex: none;
    display: grid;
    place-items: center;
    width: 40px;
    height: 40px;
    border-radius: 50%;
    background: var(--accent);
    color: var(--on-accent);
  }

  .send:disabled {
    background: var(--line);
    color: var(--quiet);
  }

  .hint {
    padding: 6px 18px 0;
    font-size: calc(0.75 * var(--b2m-rem));
    color: var(--quiet);
  }

  .problem {
    color: var(--problem-ink);
    font-size: calc(0.875 * var(--b2m-rem));
  }

  @media (hover: none) {
    .hint:not(.problem) {
      display: none;
    }
  }

  @container (max-width: 560px) {
    .bar {
      padding: 10px 14px;
      gap: 8px;
    }

    .names p {
      display: none;
    }

    .hint {
      display: none;
    }

    .hint.problem {
      display: block;
    }

    .scroll {
      scrollbar-gutter: auto;
    }

    .bubble {
      max-width: 92%;
    }

    th,
    td {
      padding-inline-end: 8px;
    }

    .column {
      padding: 0 14px;
    }

    .card > * {
      padding: 16px;
    }
  }

  @container (max-width: 430px) {
    .mark {
      display: none;
    }

    .title {
      font-size: calc(1 * var(--b2m-rem));
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }

    .bar .plain:not(.round) {
      padding: 0 12px;
    }
  }

  @media (max-width: 560px) {
    .panel {
      position: fixed;
      inset: 0;
      width: auto;
      height: auto;
      border: 0;
      border-radius: 0;
    }
  }

  @media (max-width: 560px) {
    .grip {
      display: none;
    }

    .panel .bar {
      padding-inline-start: 14px;
    }
  }

  @media (prefers-contrast: more) {
    .root {
      --quiet: var(--ink);
      --line: var(--line-strong);
    }
  }

  /* Shadows and grounds are gone there: what they told apart gets a line. */
  @media (forced-colors: active) {
    .badge,
    .marker,
    .bubble,
    .card,
    .observation,
    .assumed,
    .launcher,
    .send,
    .failed,
    .panel,
    #source,
    #menu {
      border: 1px solid;
    }

    .card[data-urgent],
    .card > .cautions {
      border: 3px solid;
    }

    .badge[data-status="possible"] {
      border-style: dashed;
    }

    .dots i {
      background: CanvasText;
    }

    button:disabled {
      color: GrayText;
      border-color: GrayText;
    }
  }

  /* On paper: no controls, no card split that can be kept whole, dark ink. */
  .paper {
    height: auto;
    background: none;
    font-size: 10pt;
  }

  .paper :is(.stretch, .turn) {
    content-visibility: visible;
  }

  .paper :is(button, input, time + *:empty, .questions, .chart a, .judging),
  .paper summary::marker {
    display: none;
  }

  .paper .card {
    box-shadow: none;
  }

  .paper .finding,
  .paper li {
    break-inside: avoid;
  }

  .paper .next-steps li {
    padding-inline-start: 0;
  }

  .paper .bubble {
    border: 1px solid;
    background: none;
    color: inherit;
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
