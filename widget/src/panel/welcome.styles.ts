/** An empty conversation. */
import { css } from "lit";

export const styles = css`
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
`;
