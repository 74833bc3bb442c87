/** What is different for who asks for contrast, or for colours of their own. */
import { css } from "lit";

export const styles = css`
  @media (prefers-contrast: more) {
    .root {
      --quiet: var(--ink);
      --line: var(--line-strong);
    }
  }

  /* Shadows and grounds are gone there: what they told apart gets a line. */
  @media (forced-colors: active) {
    .badge,
    .marker,
    .bubble,
    .card,
    .observation,
    .assumed,
    .launcher,
    .send,
    .failed,
    .panel,
    #source,
    #menu {
      border: 1px solid;
    }

    .card[data-urgent],
    .card > .cautions {
      border: 3px solid;
    }

    .badge[data-status="possible"] {
      border-style: dashed;
    }

    .field:focus-within {
      outline: 2px solid Highlight;
    }

    .dots i {
      background: CanvasText;
    }

    button:disabled {
      color: GrayText;
      border-color: GrayText;
    }
  }
`;
