/** The thumbs and the comment. */
import { css } from "lit";

export const styles = css`
  .judging,
  .judged {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
    margin-top: 6px;
  }

  .comment {
    flex-basis: 100%;
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }

  .comment > :is(label, p) {
    flex-basis: 100%;
  }

  .comment textarea {
    display: block;
    width: 100%;
    margin-top: 4px;
    padding: 8px 10px;
    border: 1px solid var(--line-strong);
    border-radius: 8px;
    background: var(--surface);
    color: inherit;
    font: inherit;
    resize: vertical;
  }
`;
