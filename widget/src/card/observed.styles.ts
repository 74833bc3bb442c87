/** What was understood, and what is only supposed. */
import { css } from "lit";

export const styles = css`
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
`;
