/** Where one types. */
import { css } from "lit";

export const styles = css`
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
    line-height: 1.5;
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

  /* Beside what is read where there is room for it. */
  @container (min-width: 860px) {
    .to-the-end {
      inset-inline-end: -28px;
    }
  }

  @container (max-width: 560px) {
    .hint {
      display: none;
    }

    .hint.problem {
      display: block;
    }
  }
`;
