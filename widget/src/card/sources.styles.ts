/** Numbers in the text, and the sources behind them. */
import { css } from "lit";

export const styles = css`
  .marker {
    min-width: 24px;
    height: max(24px, 1.75em);
    margin-inline-start: 4px;
    padding: 0 5px;
    border-radius: 7px;
    background: var(--accent-tint);
    color: var(--accent);
    font-size: calc(0.75 * var(--b2m-rem));
    font-weight: 650;
    line-height: 1;
    vertical-align: 1px;
  }

  .marker:hover {
    background: var(--accent);
    color: var(--on-accent);
  }

  .sources ol {
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
  }

  .sources .source-number {
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
`;
