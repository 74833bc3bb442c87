/** A finding, and why. */
import { css } from "lit";

export const styles = css`
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

  @container (max-width: 560px) {
    th,
    td {
      padding-inline-end: 8px;
    }
  }
`;
