/** One turn as it is shown: the message, and its answer or why there is none. */
import { html, nothing, type TemplateResult } from "lit";
import { card } from "../card/card.js";
import type { CardContext } from "../card/context.js";
import type { Turn } from "../conversation/turn.js";
import { filled, type Strings } from "../strings.js";

/** A rest that is not worth being named. */
const SHORT_S = 5;

/** `began`: the assistant knows nothing of the turns before this one. */
export function exchange(turn: Turn, began: boolean, context: CardContext): TemplateResult {
  const { strings } = context;
  return html`
    ${began ? html`<p class="divider">${strings.new_conversation}</p>` : nothing}
    <div class="turn" id="turn-${turn.id}" data-state=${turn.state}>
      <div class="message">
        <span class="hidden">${strings.you}: </span>
        <p class="bubble">${turn.text}</p>
        <time datetime=${turn.at.toISOString()}>${timeOf(turn.at, strings)}</time>
      </div>
      ${turn.state === "answered" ? nothing : unanswered(turn, context)}
      ${
        turn.reply && turn.state === "answered"
          ? html`<h2 class="hidden">${strings.assistant}</h2>
              ${card(turn.reply, context)}`
          : nothing
      }
    </div>
  `;
}

function timeOf(at: Date, { locale }: Strings): string {
  const time = { hour: "2-digit", minute: "2-digit" } as const;
  return at.toDateString() === new Date().toDateString()
    ? at.toLocaleTimeString(locale, time)
    : at.toLocaleString(locale, { ...time, day: "numeric", month: "short" });
}

/** Why there is no answer, and what becomes of it. */
function unanswered(
  turn: Turn,
  { strings, retry }: CardContext,
): TemplateResult | typeof nothing {
  const isTried = turn.state === "waiting";
  if (isTried && !turn.failure) return nothing;
  const wasStopped = turn.state === "stopped";
  const why = wasStopped
    ? strings[turn.conversation ? "stopped_sent" : "stopped_unsent"]
    : (turn.reply?.opening ?? strings.failures[turn.failure ?? "failed"]);
  return html`<div class="failed" data-state=${turn.state}>
    <p>
      ${isTried ? nothing : html`<strong>${wasStopped ? strings.stopped : strings.not_answered}</strong>`}
      ${why} ${isTried ? nextTry(turn, strings) : nothing}
    </p>
    <button type="button" class="retry" @click=${retry}
      >${isTried ? strings.retry_now : strings.retry}</button
    >
  </div>`;
}

/** When it is tried again; a short while is not counted. */
function nextTry(turn: Turn, strings: Strings): string {
  const seconds = Math.ceil(turn.rest_ms / 1000);
  return seconds > SHORT_S ? filled(strings.trying_again_in, { seconds }) : strings.trying_again;
}
