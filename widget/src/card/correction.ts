/** A value that is corrected where it stands: the correction is sent as a message of its own. */
import { html, nothing, type TemplateResult } from "lit";
import type { Observation } from "../generated/answer.js";
import { filled } from "../strings.js";
import type { CardContext } from "./context.js";
import { type Labels, nameOf, valueOf } from "./labels.js";

/** A number as one would type it: "> 5 mg/L". */
function typed(seen: Observation, labels: Labels): string {
  const sign = seen.comparator === "=" ? "" : `${seen.comparator} `;
  return sign + valueOf(labels, seen.code, seen.value, seen.unit);
}

/** A word that an observation may have in place of its own, and the message that says so. */
interface Choice {
  value: string;
  shown: string;
  message: string;
}

/** All words of a coded observation, in the contract's order; none where its labels are missing. */
function choicesOf(seen: Observation, labels: Labels): Choice[] {
  const name = nameOf(labels, seen.code);
  const words = labels.words[seen.code];
  if (words) {
    return Object.entries(words).map(([value, shown]) => ({
      value,
      shown,
      message: `${name}: ${shown}`,
    }));
  }
  return Object.entries(labels.presences).map(([value, template]) => {
    const shown = filled(template, { label: name });
    return { value, shown, message: shown };
  });
}

/** Whether the message that a correction sends would be read as meant: no code has a day of its own. */
export function isCorrectable(seen: Observation, labels: Labels): boolean {
  if (!labels.observations[seen.code]) return false;
  return typeof seen.value === "number" || (seen.effective === null && choicesOf(seen, labels).length > 0);
}

/** A field for a number, a list for a word. */
export function correction(seen: Observation, context: CardContext): TemplateResult {
  return typeof seen.value === "number" ? ofNumber(seen, context) : ofWord(seen, context);
}

function ofNumber(seen: Observation, context: CardContext): TemplateResult {
  const name = nameOf(context.labels, seen.code);
  const before = typed(seen, context.labels);
  const day = seen.effective ? ` (${seen.effective})` : "";
  const field = html`<span class="observed">${name}</span>
    <input
      type="text"
      autocomplete="off"
      aria-label=${filled(context.strings.correction, { name })}
      .value=${before}
    />`;
  return form(field, before, (after) => `${name} ${after}${day}`, context);
}

function ofWord(seen: Observation, context: CardContext): TemplateResult {
  const name = nameOf(context.labels, seen.code);
  const choices = choicesOf(seen, context.labels);
  const before = choices.find(({ value }) => value === seen.value)?.message ?? "";
  const field = html`${context.labels.words[seen.code] ? html`<span class="observed">${name}</span>` : nothing}
    <select aria-label=${filled(context.strings.correction_choice, { name })}>
      ${choices.map(
        ({ shown, message }) => html`<option value=${message} ?selected=${message === before}>${shown}</option>`,
      )}
    </select>`;
  return form(field, before, (message) => message, context);
}

/** A field with its two buttons; Escape leaves all as it was, and what was not changed is not sent. */
function form(
  field: TemplateResult,
  before: string,
  messageOf: (after: string) => string,
  { strings, reply, correct }: CardContext,
): TemplateResult {
  return html`<form
    class="correction"
    @submit=${(event: Event) => {
      event.preventDefault();
      const after = fieldOf(event.target as HTMLFormElement)?.value.trim();
      correct(null);
      if (after && after !== before) reply(messageOf(after));
    }}
    @keydown=${(event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      event.preventDefault(); // else the browser closes the panel where it stands alone
      correct(null);
    }}
  >
    ${field}
    <button type="submit" class="small" aria-label=${strings.send_correction}>✓</button>
    <button type="button" class="small" aria-label=${strings.cancel} @click=${() => correct(null)}
      >✕</button
    >
  </form>`;
}

function fieldOf(form: HTMLFormElement): HTMLInputElement | HTMLSelectElement | null {
  return form.querySelector("input, select");
}
