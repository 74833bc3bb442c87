/** What was said so far, and the wait for what comes. */
import { html, nothing, type ReactiveControllerHost, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import type { CardContext } from "../card/context.js";
import type { Turn } from "../conversation/turn.js";
import type { Strings } from "../strings.js";
import { exchange } from "./exchange.js";

/** So many turns are drawn in one go, and laid out or passed over together: more would hold up typing. */
const STRETCH = 4;

/** So many stretches at the end are never passed over: what is shown first has its true height. */
const NEAR = 2;

/** Around every turn: what a change of which draws it anew, and what it is drawn with. */
export interface Surroundings {
  changing(turn: Turn): unknown[];
  contextOf(turn: Turn, latest: boolean): CardContext;
}

export class List {
  /** What each turn was last drawn with. */
  #drawn = new WeakMap<Turn, unknown[]>();
  #isWhole = true;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly around: Surroundings,
  ) {}

  /** Whether every turn is drawn as it is now: after a reload that takes some frames. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** In stretches, so that the browser passes over all but the few that can be seen. */
  render(turns: Turn[], strings: Strings): TemplateResult {
    this.#isWhole = this.#draw(turns, strings);
    if (!this.#isWhole) requestAnimationFrame(() => this.host.requestUpdate());
    const shown = turns.map((turn, at) => this.#shown(turn, turns[at - 1], turns[at + 1]));
    const stretches = Math.ceil(shown.length / STRETCH);
    return html`<div
      class="log"
      role="log"
      aria-live=${this.#isWhole ? "polite" : "off"}
      aria-label=${strings.conversation}
    >
      ${Array.from(
        { length: stretches },
        (_, at) => html`<div class="stretch" ?data-far=${at < stretches - NEAR}>
          ${shown.slice(at * STRETCH, (at + 1) * STRETCH)}
        </div>`,
      )}
    </div>`;
  }

  /** Choose what is drawn now, the latest first; says whether that is all there is to draw. */
  #draw(turns: Turn[], strings: Strings): boolean {
    let left = STRETCH;
    for (let at = turns.length - 1; at >= 0; at -= 1) {
      const turn = turns[at] as Turn;
      const { state, failure, rest_ms, reply, done, verdict } = turn;
      const began = hasBegun(turn, turns[at - 1]);
      const latest = at === turns.length - 1;
      const changing = this.around.changing(turn);
      const now = [state, failure, rest_ms, reply, done, verdict, began, latest, strings, ...changing];
      const before = this.#drawn.get(turn);
      if (before && now.every((each, place) => each === before[place])) continue;
      if (left === 0) return false;
      left -= 1;
      this.#drawn.set(turn, now);
    }
    return true;
  }

  /** A turn is drawn anew only when something of it changed: typing stays quick in long lists. */
  #shown(turn: Turn, before: Turn | undefined, after: Turn | undefined): unknown {
    const drawn = this.#drawn.get(turn);
    return guard([turn, drawn], () =>
      drawn
        ? exchange(turn, hasBegun(turn, before), this.around.contextOf(turn, !after))
        : html`<div class="turn"></div>`,
    );
  }
}

/** Whether the assistant knows nothing of the turn before. */
function hasBegun(turn: Turn, before: Turn | undefined): boolean {
  return !!before?.conversation && !!turn.conversation && before.conversation !== turn.conversation;
}

/** That an answer is waited for, and the way to end it. */
export function wait(strings: Strings, waiting: boolean, stop: () => void): TemplateResult {
  return html`<div class="waiting">
    <p role="status">
      ${
        waiting
          ? html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span
              ><span class="hidden">${strings.waiting}</span>`
          : nothing
      }
    </p>
    ${
      waiting
        ? html`<button type="button" class="stop" @click=${stop}>${strings.stop}</button>`
        : nothing
    }
  </div>`;
}
