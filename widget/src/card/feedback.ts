/** Whether an answer is right, in the reader's judgment: two thumbs, and a comment if one likes. */
import { html, nothing, type TemplateResult } from "lit";
import type { Verdict } from "../conversation/assistant.js";
import { filled } from "../strings.js";
import type { CardContext } from "./context.js";

/** What the server takes. */
export const LONGEST_COMMENT = 1_000;

const THUMBS: [Verdict, string][] = [
  ["right", "M6 17H3V9h3m0 8V9l4-6.500c1.500 0 2.200 1 1.900 2.500L11.300 8H17l-1.400 9z"],
  ["wrong", "M6 3H3v8h3m0-8v8l4 6.500c1.500 0 2.200-1 1.900-2.500L11.300 12H17l-1.400-9z"],
];

/** The thumbs, then the field for a comment; afterwards that it was taken. */
export function feedback(context: CardContext): TemplateResult | typeof nothing {
  const { strings, verdict, judging } = context;
  if (verdict) return html`<p class="judged" lang=${strings.locale}>${strings.feedback.taken}</p>`;
  if (!context.takesFeedback) return nothing;
  return html`<div class="judging" role="group" aria-label=${strings.feedback.question} lang=${strings.locale}>
    <span>${strings.feedback.question}</span>
    ${THUMBS.map(
      ([each, path]) => html`<button
        type="button"
        class="small"
        data-verdict=${each}
        aria-label=${strings.feedback[each]}
        aria-expanded=${judging === each}
        @click=${() => context.judge(judging === each ? null : each)}
        ><svg viewBox="0 0 20 20" aria-hidden="true"><path d=${path} /></svg></button
      >`,
    )}
    ${judging ? comment(judging, context) : nothing}
  </div>`;
}

function comment(verdict: Verdict, { strings, judge, sendJudgment }: CardContext): TemplateResult {
  return html`<form
    class="comment"
    @submit=${(event: Event) => {
      event.preventDefault();
      const field = (event.target as HTMLFormElement).querySelector("textarea");
      sendJudgment(verdict, field?.value.trim() ?? "");
    }}
    @keydown=${(event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      event.preventDefault(); // else the browser closes the panel where it stands alone
      judge(null);
    }}
  >
    <label
      ><span>${strings.feedback.comment}</span>
      <textarea rows="2" maxlength=${LONGEST_COMMENT} autocomplete="off"></textarea
    ></label>
    <p class="quiet">${strings.feedback.note}</p>
    <button type="submit" class="reply">${filled(strings.feedback.send, { verdict: strings.feedback[verdict] })}</button>
    <button type="button" class="reply" @click=${() => judge(null)}>${strings.cancel}</button>
  </form>`;
}
