/** A message, and why it has no answer. */
import { css } from "lit";

export const styles = css`
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

  @container (max-width: 560px) {
    .bubble {
      max-width: 92%;
    }
  }
`;
