/** The bar at the top and its menu. */
import { css } from "lit";

export const styles = css`
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
    font-size: min(1em, 22px);
    font-weight: 650;
  }

  .names {
    flex: 1;
    min-width: 0;
  }

  .tools {
    display: flex;
    gap: inherit;
    margin-inline-start: auto;
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

  @container (max-width: 560px) {
    .bar {
      padding: 10px 14px;
      gap: 8px;
    }

    .names p {
      display: none;
    }
  }

  @container (max-width: 430px) {
    .mark {
      display: none;
    }

    .bar {
      flex-wrap: wrap;
    }

    .names {
      min-width: min-content; /* with large text the buttons go below, and the title stays whole */
    }

    .title {
      font-size: calc(1 * var(--b2m-rem));
    }

    .bar .plain:not(.round) {
      padding: 0 12px;
    }
  }

  @media (max-width: 560px) {
    .panel .bar {
      padding-inline-start: 14px;
    }
  }
`;
