/** Where the reader is in the list: at its end, which is followed, or further up and left there. */
import { html, type LitElement, nothing, type TemplateResult } from "lit";
import type { Turn } from "../conversation/turn.js";
import type { Strings } from "../strings.js";

/** Within so many pixels of its end the list follows the conversation. */
const NEAR_THE_END = 120;

/** A message that takes more of the list than this does not stay above its answer. */
const MOST_OF_LIST = 0.4;

/** What is then still seen above the answer, in pixels. */
const ABOVE = 24;

export class Scrolling {
  #follows = true;
  /** Whether there is more below what can be seen. */
  #isBehind = false;
  /** Where the list was last put by itself, so that only the reader's own scrolling counts. */
  #put: number | null = null;
  /** Which turn was shown last, and in which state. */
  #shown = "";
  /** Whether all of the list is drawn; until then it moves by itself. */
  #isWhole = true;

  constructor(private readonly host: LitElement) {}

  /** From here on the list follows the conversation. */
  follow(): void {
    this.#follows = true;
    this.#isBehind = false;
    this.host.requestUpdate();
  }

  scrolled = (event: Event): void => {
    const list = event.target as HTMLElement;
    this.#measure(list);
    const isOwn = this.#put !== null && Math.abs(list.scrollTop - this.#put) < 2;
    if (!isOwn && this.#isWhole) this.#follows = !this.#isBehind;
  };

  /** Show the latest turn, if something of it or above it is new and the reader is at the end. */
  show(last: Turn | undefined, isWhole: boolean): void {
    const shown = last ? `${last.id} ${last.state}` : "";
    const isNew = shown !== this.#shown || !this.#isWhole;
    this.#shown = shown;
    this.#isWhole = isWhole;
    if (last && isNew && this.#follows) this.#scrollTo(last);
  }

  /** The button that leads there, for who is further up; `then` comes after it was pressed. */
  toTheEnd(strings: Strings, then: () => void): TemplateResult | typeof nothing {
    if (!this.#isBehind) return nothing;
    return html`<button
      type="button"
      class="plain round to-the-end"
      aria-label=${strings.to_the_end}
      @click=${() => {
        this.#list?.scrollTo({ top: this.#list.scrollHeight });
        then();
      }}
      ><svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 4v12m0 0l5.500-5.500M10 16l-5.500-5.500" /></svg></button
    >`;
  }

  /** All of the turn where it fits, else from its beginning; a long message makes room for its answer. */
  #scrollTo({ id, state }: Turn): void {
    const list = this.#list;
    const turn = this.host.renderRoot.querySelector(`#turn-${id}`); // by its id: quick in long lists
    if (!list || !turn) return;
    const message = turn.querySelector(".message");
    const isLong = message && message.clientHeight > MOST_OF_LIST * list.clientHeight;
    const shown = isLong ? turn.querySelector(".card, .failed") : turn;
    const end = list.scrollHeight - list.clientHeight;
    const beginning = shown
      ? shown.getBoundingClientRect().top - list.getBoundingClientRect().top - (isLong ? ABOVE : 0)
      : end;
    list.scrollTo({ top: Math.min(list.scrollTop + beginning, end) });
    this.#put = list.scrollTop;
    this.#measure(list);
    if (state !== "waiting" && this.#isWhole) this.#follows = !this.#isBehind;
  }

  #measure(list: HTMLElement): void {
    const below = list.scrollHeight - list.clientHeight - list.scrollTop;
    const isBehind = below >= NEAR_THE_END;
    if (isBehind === this.#isBehind) return; // an update for each step would hinder the scrolling
    this.#isBehind = isBehind;
    this.host.requestUpdate();
  }

  get #list(): HTMLElement | null {
    return this.host.renderRoot.querySelector<HTMLElement>(".scroll");
  }
}
