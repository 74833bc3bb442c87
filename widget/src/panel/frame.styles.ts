/** The launcher, and the panel that it opens. */
import { css } from "lit";

export const styles = css`
  .chat {
    container-type: inline-size;
    display: flex;
    flex-direction: column;
    height: 100%;
    background: var(--ground);
  }

  .launcher {
    width: 60px;
    height: 60px;
    border-radius: 20px;
    background: var(--b2m-accent, light-dark(#0b5c66, #0f707c));
    color: var(--b2m-on-accent, #fff);
    font-weight: 650;
    font-size: min(1.25 * var(--b2m-rem), 28px);
    box-shadow: var(--shadow-high);
  }

  .launcher::before {
    content: "β2" / "";
  }

  .panel {
    position: absolute;
    inset-block: auto 76px;
    inset-inline: auto 0;
    width: clamp(340px, var(--panel-width, var(--b2m-width, 480px)), calc(100vw - 48px));
    height: clamp(min(400px, 100dvh - 124px), var(--panel-height, var(--b2m-height, 760px)), calc(100dvh - 124px));
    max-width: none;
    max-height: none;
    margin: 0;
    padding: 0;
    border: 1px solid var(--line);
    border-radius: 18px;
    overflow: hidden;
    background: none;
    color: inherit;
    box-shadow: var(--shadow-high);
    display: block;
  }

  :host([position$="start"]) .panel {
    inset-inline: 0 auto;
  }

  :host([position^="top"]) .panel {
    inset-block: 76px auto;
  }

  /* Hidden rather than taken away: the list stays where it was. */
  .panel:not([open]) {
    visibility: hidden;
  }

  .panel::backdrop {
    background: none;
  }

  .panel .bar {
    padding-inline-start: 24px;
  }

  .grip {
    position: absolute;
    inset-block-start: 0;
    inset-inline-start: 0;
    width: 24px;
    height: 24px;
    border-start-start-radius: 18px;
    cursor: nwse-resize;
    touch-action: none;
  }

  .grip::before {
    content: "";
    position: absolute;
    inset-block-start: 7px;
    inset-inline-start: 7px;
    width: 8px;
    height: 8px;
    border: 0 solid var(--line-strong);
    border-block-start-width: 2px;
    border-inline-start-width: 2px;
    border-start-start-radius: 6px;
  }

  .grip:hover::before,
  .grip:focus-visible::before {
    border-color: var(--accent);
  }

  .grip:focus-visible {
    outline-offset: -3px;
  }

  :host([position$="start"]) .grip {
    inset-inline: auto 0;
    transform: scaleX(-1);
    cursor: nesw-resize;
  }

  :host([position^="top"]) .grip {
    inset-block: auto 0;
    transform: scaleY(-1);
    cursor: nesw-resize;
  }

  :host([position="top-start"]) .grip {
    transform: scale(-1);
    cursor: nwse-resize;
  }

  @media (max-width: 560px) {
    .panel {
      position: fixed;
      inset: 0;
      width: auto;
      height: auto;
      border: 0;
      border-radius: 0;
    }

    .grip {
      display: none;
    }
  }
`;
