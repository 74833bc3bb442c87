/** An answer and its parts. */
import { css } from "lit";

export const styles = css`
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

  .unread q {
    unicode-bidi: isolate; /* signs of direction in it end with it */
    font-weight: 600;
  }

  .unread li + li {
    margin-top: 6px;
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

  @container (max-width: 560px) {
    .card > * {
      padding: 16px;
    }
  }
`;
