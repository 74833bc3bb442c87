/** Serial values, drawn. */
import { css } from "lit";

export const styles = css`
  /* The picture is dark on white in every scheme. */
  .chart {
    margin: 0;
    padding: 12px;
    background: #fff;
    color: #16232a;
  }

  .chart a {
    display: block;
    width: fit-content;
    margin-inline: auto;
    color: #0b5c66;
    font-size: calc(0.875 * var(--b2m-rem));
  }

  .chart img {
    display: block;
    width: 100%;
    max-width: 640px;
    margin-inline: auto;
  }
`;
