/** On paper: no controls, no card split that can be kept whole, dark ink. */
import { css } from "lit";

export const styles = css`
  .paper {
    height: auto;
    background: none;
    font-size: 10pt;
  }

  .paper .stretch {
    content-visibility: visible;
  }

  .paper :is(button, input, time + *:empty, .questions, .chart a, .judging),
  .paper summary::before {
    display: none;
  }

  .paper .card {
    box-shadow: none;
  }

  .paper .finding,
  .paper li {
    break-inside: avoid;
  }

  .paper .next-steps li {
    padding-inline-start: 0;
  }

  .paper .bubble {
    border: 1px solid;
    background: none;
    color: inherit;
  }

  /* The browser's own command prints the page around without the widget, or all of its own page. */
  @media print {
    :host([layout="corner"]) {
      display: none;
    }

    :host([layout="page"]),
    :host([layout="page"]) :is(.root, .chat) {
      display: block;
      height: auto;
    }

    :host([layout="page"]) .root {
      color-scheme: light;
    }

    :host([layout="page"]) :is(.bar button, .composer, .stop) {
      display: none;
    }

    .scroll {
      overflow: visible;
    }

    .stretch {
      content-visibility: visible;
    }
  }
`;
