/** What was said so far, and the wait for what comes. */
import { html, nothing, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import type { CardContext } from "../card/context.js";
import type { Turn } from "../conversation/turn.js";
import type { Strings } from "../strings.js";
import { exchange } from "./exchange.js";

/** So many turns are laid out together, or passed over. */
const STRETCH = 20;

/** Around every turn: what a change of which draws it anew, and what it is drawn with. */
export interface Surroundings {
  changing(turn: Turn): unknown[];
  contextOf(turn: Turn, latest: boolean): CardContext;
}

/** In stretches, so that the browser passes over all but the few that can be seen. */
export function list(turns: Turn[], around: Surroundings): TemplateResult[] {
  const drawn = turns.map((turn, at) =>
    drawnOnce(turn, turns[at - 1], at === turns.length - 1, around),
  );
  return Array.from(
    { length: Math.ceil(drawn.length / STRETCH) },
    (_, at) => html`<div class="stretch">${drawn.slice(at * STRETCH, (at + 1) * STRETCH)}</div>`,
  );
}

/** A turn is drawn anew only when something of it changed: typing stays quick in long lists. */
function drawnOnce(
  turn: Turn,
  before: Turn | undefined,
  latest: boolean,
  { changing, contextOf }: Surroundings,
): unknown {
  const began =
    !!before?.conversation && !!turn.conversation && before.conversation !== turn.conversation;
  const { state, failure, rest_ms, reply, done, verdict } = turn;
  return guard(
    [turn, state, failure, rest_ms, reply, done, verdict, began, latest, ...changing(turn)],
    () => exchange(turn, began, contextOf(turn, latest)),
  );
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
