/** The list of what was said, and the wait for what comes. */
import { css } from "lit";

export const styles = css`
  .scroll {
    position: relative; /* holds the visually hidden words, which would make the page scroll */
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-gutter: stable both-edges;
    scrollbar-color: var(--line-strong) transparent;
  }

  .scroll:focus-visible {
    outline-offset: -2px;
  }

  .column {
    max-width: 780px;
    margin: 0 auto;
    padding: 0 20px;
  }

  /* What is far away costs nothing. An attribute says what is: counting the stretches here would
     have the browser go through all of them for each new one. */
  .stretch[data-far] {
    content-visibility: auto;
    contain-intrinsic-size: auto 1600px;
  }

  /* Not drawn yet. */
  .turn:empty {
    min-height: 400px;
  }

  .waiting {
    display: flex;
    align-items: center;
    gap: 16px;
    min-height: 56px;
    padding: 16px 4px 8px;
  }

  .dots {
    display: inline-flex;
    gap: 6px;
  }

  .dots i {
    width: 8px;
    height: 8px;
    border-radius: 50%;
    background: var(--accent);
    animation: wait 1.2s ease-in-out infinite;
  }

  .dots i:nth-child(2) {
    animation-delay: 0.15s;
  }

  .dots i:nth-child(3) {
    animation-delay: 0.3s;
  }

  @keyframes wait {
    0%,
    60%,
    100% {
      opacity: 0.25;
    }
    30% {
      opacity: 1;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .dots i {
      animation: none;
    }
  }

  .stop {
    min-height: 32px;
    padding: 0 14px;
    border: 1px solid var(--line-strong);
    border-radius: 999px;
    background: var(--raised);
    font-size: calc(0.875 * var(--b2m-rem));
    font-weight: 550;
  }

  @container (max-width: 560px) {
    .scroll {
      scrollbar-gutter: auto;
    }


    .column {
      padding: 0 14px;
    }
  }
`;
