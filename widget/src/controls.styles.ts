/** Buttons and their like, wherever they stand. */
import { css } from "lit";

export const styles = css`
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

  .small {
    flex: none;
    display: inline-grid;
    place-items: center;
    min-width: max(28px, 1.6em);
    height: max(28px, 1.6em);
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

  summary::-webkit-details-marker {
    display: none;
  }

  summary::before {
    content: "▸" / "";
    margin-inline-end: 0.4em;
  }

  [open] > summary::before {
    content: "▾" / "";
  }

  summary:hover {
    text-decoration: underline;
    text-underline-offset: 3px;
  }
`;
