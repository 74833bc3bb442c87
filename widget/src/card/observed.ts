/** What was understood of the patient, each value to be corrected in its place. */
import { html, nothing, type TemplateResult } from "lit";
import type { Reply } from "../conversation/assistant.js";
import type { Observation } from "../generated/answer.js";
import { dateOf, filled } from "../strings.js";
import type { CardContext } from "./context.js";
import { correction, isCorrectable } from "./correction.js";
import { comparedOf, labelled, nameOf } from "./labels.js";

/** One value: what was assumed, of which day, how it was written. */
export function observation(
  seen: Observation,
  context: CardContext,
  place: number | null = null,
): TemplateResult {
  const { labels, strings } = context;
  const name = nameOf(labels, seen.code);
  if (place !== null && place === context.correcting) {
    return html`<li class="observation">${correction(seen, context)}</li>`;
  }
  const presence = labels.presences[seen.value];
  const correctable = place !== null && context.latest && isCorrectable(seen, labels);
  return html`<li class="observation">
    ${
      presence
        ? html`<strong>${filled(presence, { label: name })}</strong>`
        : html`<span class="observed">${name}</span>
            <strong>${comparedOf(labels, seen, seen.value)}</strong>`
    }
    ${seen.effective ? html`<span class="quiet">${dateOf(seen.effective, strings)}</span>` : nothing}
    ${seen.assumed.map((what) => html`<span class="assumed">${labelled(labels.assumed, what)}</span>`)}
    ${
      correctable
        ? html`<button
            type="button"
            class="correct small"
            data-place=${place}
            aria-label=${filled(strings.correct, { name })}
            @click=${() => context.correct(place)}
            ><svg viewBox="0 0 20 20" aria-hidden="true"><path d="M4 16l.8-3.600L13.400 3.800l2.800 2.800-8.600 8.600zM11.500 5.700l2.800 2.800" /></svg></button
          >`
        : nothing
    }
    ${
      seen.as_written
        ? html`<span class="written quiet">${filled(strings.written, { words: seen.as_written })}</span>`
        : nothing
    }
  </li>`;
}

/** What is known of the patient: open beside findings, else, and beside a "why", there to look up. */
export function understood(
  { answer, explains }: Reply,
  context: CardContext,
): TemplateResult | typeof nothing {
  if (!answer.observations.length) return nothing;
  const heading = labelled(context.labels.headings, "understood");
  const known = html`<ul>
    ${answer.observations.map((each, place) => observation(each, context, place))}
  </ul>`;
  return answer.findings.length && !explains
    ? html`<section class="understood"><h3>${heading}</h3>${known}</section>`
    : html`<details class="understood">
        <summary>${heading} <span class="count">${answer.observations.length}</span></summary>
        ${known}
      </details>`;
}
