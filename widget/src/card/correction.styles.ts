/** A value that is being corrected. */
import { css } from "lit";

export const styles = css`
  .correction {
    flex: 1;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px;
    min-width: 0;
  }

  .correction :is(input, select) {
    flex: 1;
    width: 0;
    min-width: 6em;
    margin-inline-start: 8px;
    height: max(32px, 2em);
    padding: 0 8px;
    border: 1px solid var(--line-strong);
    border-radius: 8px;
    background: var(--surface);
    color: inherit;
    font: inherit;
  }
`;
