/** An answer as a card. Every sentence in it is the answer's own; nothing is computed here. */
import { html, nothing, type TemplateResult } from "lit";
import type { Reply } from "./assistant.js";
import type {
  Answer,
  Citation,
  Comparison,
  Finding,
  NextStep,
  Observation,
} from "./generated/answer.js";
import type { Labels } from "./labels.js";
import { filled, type Strings } from "./strings.js";

/** What a card needs from the element around it. */
export interface CardContext {
  labels: Labels;
  strings: Strings;
  /** Names the card's parts apart from those of other cards. */
  id: string;
  /** Only the latest answer's questions can be answered, and its values corrected, with a click. */
  latest: boolean;
  /** The place of the value that is being corrected. */
  correcting: number | null;
  /** The next steps that were ticked off. */
  done: string[];
  reply(text: string): void;
  correct(place: number | null): void;
  tick(step: string, done: boolean): void;
  copy(): void;
  showSource(source: { citation: Citation; number: number }, marker: HTMLElement): void;
}

type Value = number | string;

function labelled(labels: Record<string, string>, code: string): string {
  return labels[code] ?? code.replace(/[._]/g, " ");
}

function nameOf(labels: Labels, code: string): string {
  return labels.observations[code] ?? labelled(labels.rules, code);
}

/** A number with its unit, or a word of a code by its label. */
function valueOf(labels: Labels, code: string, value: Value, unit: string | null): string {
  if (typeof value === "number") {
    const shown = unit === null ? "" : (labels.units[unit] ?? unit);
    return shown ? `${value} ${shown}` : String(value);
  }
  const words = labels.words[code] ?? labels.outcomes[code] ?? {};
  return labelled(words, value);
}

/** The same behind its comparator, which an equality does not show. */
function comparedOf(
  labels: Labels,
  { code, comparator, unit }: Pick<Observation | Comparison, "code" | "comparator" | "unit">,
  value: Value,
): string {
  const sign = labels.comparators[comparator] ?? `${comparator} `;
  return sign + valueOf(labels, code, value, unit);
}

function dateOf(iso: string, strings: Strings): string {
  return new Date(`${iso}T00:00:00`).toLocaleDateString(strings.locale, { dateStyle: "medium" });
}

function reviewOf(citation: Citation, strings: Strings): string {
  const status = strings.review[citation.review_status];
  if (citation.last_reviewed === null) return status;
  return `${status}, ${filled(strings.last_reviewed, { date: dateOf(citation.last_reviewed, strings) })}`;
}

/** Where a source can be read; an address that is not on the web leads nowhere. */
function linksOf(citation: Citation): { href: string; words: string }[] {
  const links = [];
  if (citation.doi) {
    links.push({ href: `https://doi.org/${encodeURI(citation.doi)}`, words: `doi:${citation.doi}` });
  }
  if (citation.pmid) {
    links.push({
      href: `https://pubmed.ncbi.nlm.nih.gov/${encodeURIComponent(citation.pmid)}/`,
      words: `PubMed ${citation.pmid}`,
    });
  }
  if (citation.url && !citation.doi && /^https?:\/\//i.test(citation.url)) {
    links.push({ href: citation.url, words: citation.url });
  }
  return links;
}

/** One source: title, label, year, links, review status. */
export function source(citation: Citation, strings: Strings): TemplateResult {
  return html`
    <span class="source-title">${citation.title}</span>
    <span class="quiet">${citation.label}${
      citation.year && !citation.label.includes(String(citation.year)) ? `, ${citation.year}` : nothing
    }</span>
    ${linksOf(citation).map(
      (link) => html`<a href=${link.href} target="_blank" rel="noopener noreferrer"
        >${link.words}<span class="hidden"> (${strings.new_tab})</span></a
      >`,
    )}
    <span class="review" data-status=${citation.review_status}>${reviewOf(citation, strings)}</span>
  `;
}

/** The numbered markers behind a statement. */
function markers(ids: string[], answer: Answer, context: CardContext) {
  return ids.map((id) => {
    const index = answer.citations.findIndex((citation) => citation.id === id);
    const citation = answer.citations[index];
    if (!citation) return nothing;
    const number = index + 1;
    return html`<button
      type="button"
      class="marker"
      aria-haspopup="dialog"
      aria-label=${filled(context.strings.show_source, { number, label: citation.label })}
      @click=${(event: Event) =>
        context.showSource({ citation, number }, event.currentTarget as HTMLElement)}
      >${number}</button
    >`;
  });
}

function statement(
  said: { statement: string; citations: string[] },
  answer: Answer,
  context: CardContext,
): TemplateResult {
  return html`${said.statement}<span class="markers">${markers(said.citations, answer, context)}</span>`;
}

/** A value as one would type it, so that it can be corrected: "> 5 mg/L". */
function typed(seen: Observation, labels: Labels): string {
  const sign = seen.comparator === "=" ? "" : `${seen.comparator} `;
  return sign + valueOf(labels, seen.code, seen.value, seen.unit);
}

/** Sends what stands in the field, with the value's name and day, as a message of its own. */
function correction(
  seen: Observation,
  name: string,
  { labels, strings, reply, correct }: CardContext,
): TemplateResult {
  const before = typed(seen, labels);
  return html`<form
    class="correction"
    @submit=${(event: Event) => {
      event.preventDefault();
      const field = (event.target as HTMLFormElement).querySelector("input");
      const after = field?.value.trim();
      correct(null);
      if (after && after !== before) {
        reply([name, after, ...(seen.effective ? [`(${seen.effective})`] : [])].join(" "));
      }
    }}
    @keydown=${(event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      correct(null);
    }}
  >
    <span class="observed">${name}</span>
    <input
      type="text"
      autocomplete="off"
      aria-label=${filled(strings.correction, { name })}
      .value=${before}
    />
    <button type="submit" class="small" aria-label=${strings.send_correction}>✓</button>
    <button type="button" class="small" aria-label=${strings.cancel} @click=${() => correct(null)}
      >✕</button
    >
  </form>`;
}

function observation(
  seen: Observation,
  context: CardContext,
  place: number | null = null,
): TemplateResult {
  const { labels, strings } = context;
  const name = nameOf(labels, seen.code);
  if (place !== null && place === context.correcting) {
    return html`<li class="observation">${correction(seen, name, context)}</li>`;
  }
  const presence = labels.presences[seen.value];
  const correctable =
    place !== null && context.latest && typeof seen.value === "number" && labels.observations[seen.code];
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

/** What is known of the compared thing: all of it where it is known more than once. */
function knownOf(
  comparison: Comparison,
  answer: Answer,
  { labels, strings }: CardContext,
): string {
  const supposed = answer.hypothetical.filter((each) => each.code === comparison.code);
  const known = supposed.length
    ? supposed
    : answer.observations.filter((each) => each.code === comparison.code);
  const finding = answer.findings.find((each) => each.rule === comparison.code);
  if (known.length) {
    return known.map((each) => comparedOf(labels, each, each.value)).join("; ");
  }
  return finding ? outcomesOf(finding, labels).join(` ${strings.or} `) : "–";
}

function outcomesOf(finding: Finding, labels: Labels): string[] {
  const unit = labels.formula_units[finding.rule] ?? null;
  const outcomes = finding.outcome === null ? finding.possible : [finding.outcome];
  return outcomes.map((outcome) => valueOf(labels, finding.rule, outcome, unit));
}

/** One badge for what is settled, one for each outcome that is still possible. */
function badges(found: Finding, { labels, strings }: CardContext): TemplateResult {
  const shown =
    found.status === "not_applicable" ? [strings.not_applicable] : outcomesOf(found, labels);
  // A number is a result and no class: it does not look like one.
  const kind = labels.formula_units[found.rule] === undefined ? "badge" : "number";
  const name = found.status === "not_applicable" ? "badge" : kind;
  return html`<div class="outcomes">
    ${
      found.applies_if
        ? html`<small class="only-if"
            >${filled(strings.only_if, { condition: nameOf(labels, found.applies_if) })}</small
          >`
        : nothing
    }
    ${found.status === "possible" ? html`<small>${strings.possible}</small>` : nothing}
    ${shown.map(
      (outcome, index) => html`${index ? html`<small>${strings.or}</small>` : nothing}
        <span class=${name} data-status=${found.status} data-conditional=${found.applies_if ? "" : nothing}
            >${outcome}</span
          >`,
    )}
  </div>`;
}

function because(
  finding: Finding,
  answer: Answer,
  context: CardContext,
): TemplateResult | typeof nothing {
  const { labels, strings } = context;
  if (!finding.because.length) return nothing;
  const results = { true: strings.yes, false: strings.no, null: strings.unknown };
  return html`<details class="why">
    <summary>${labelled(labels.headings, "because")}</summary>
    <table>
      <thead>
        <tr>
          <th scope="col">${strings.compared}</th>
          <th scope="col">${strings.known}</th>
          <th scope="col">${strings.threshold}</th>
          <th scope="col">${strings.result}</th>
        </tr>
      </thead>
      <tbody>
        ${finding.because.map((comparison) => {
          const holds = String(comparison.holds) as keyof typeof results;
          return html`<tr>
            <th scope="row">${nameOf(labels, comparison.code)}</th>
            <td>${knownOf(comparison, answer, context)}</td>
            <td>${comparedOf(labels, comparison, comparison.threshold)}</td>
            <td><span class="holds" data-holds=${holds}>${results[holds]}</span></td>
          </tr>`;
        })}
      </tbody>
    </table>
  </details>`;
}

function finding(found: Finding, answer: Answer, context: CardContext): TemplateResult {
  const { labels } = context;
  return html`<li class="finding" data-status=${found.status}>
    <div class="finding-head">
      <h4>${labelled(labels.rules, found.rule)}</h4>
      ${badges(found, context)}
    </div>
    <p>${statement(found, answer, context)}</p>
    ${
      found.missing.length
        ? html`<p class="missing"><span>${labelled(labels.headings, "missing")}</span> ${found.missing.map(
            (code) => html`<span class="chip">${nameOf(labels, code)}</span>`,
          )}</p>`
        : nothing
    }
    ${because(found, answer, context)}
  </li>`;
}

function knowledge(answer: Answer, context: CardContext): TemplateResult | typeof nothing {
  if (!answer.paragraphs.length) return nothing;
  return html`<section class="knowledge">
    ${answer.paragraphs.map(
      (paragraph, index) => html`${
        paragraph.topic === answer.paragraphs[index - 1]?.topic
          ? nothing
          : html`<h3>${labelled(context.labels.topics, paragraph.topic)}</h3>`
      }
        <p>${statement(paragraph, answer, context)}</p>`,
    )}
  </section>`;
}

function questions(answer: Answer, context: CardContext): TemplateResult | typeof nothing {
  const { labels } = context;
  if (!answer.questions.length) return nothing;
  return html`<section class="questions">
    ${answer.kind === "clarification" ? nothing : html`<h3>${labelled(labels.headings, "questions")}</h3>`}
    ${answer.questions.map(
      (question) => html`<div class="question" role="group" aria-label=${question.text}>
        <p>${question.text}</p>
        ${
          context.latest
            ? question.options.map(
                (option) => html`<button
                  type="button"
                  class="reply"
                  @click=${() => context.reply(option)}
                  >${option}</button
                >`,
              )
            : nothing
        }
      </div>`,
    )}
  </section>`;
}

function list<Item>(
  items: Item[],
  name: string,
  heading: string,
  item: (each: Item) => TemplateResult,
): TemplateResult | typeof nothing {
  if (!items.length) return nothing;
  return html`<section class=${name}>
    <h3 tabindex="-1">${heading}</h3>
    <ul>
      ${items.map(item)}
    </ul>
  </section>`;
}

/** What is known of the patient: open beside findings, else there to look up. */
function understood(answer: Answer, context: CardContext): TemplateResult | typeof nothing {
  if (!answer.observations.length) return nothing;
  const heading = labelled(context.labels.headings, "understood");
  const known = html`<ul>
    ${answer.observations.map((each, place) => observation(each, context, place))}
  </ul>`;
  return answer.findings.length
    ? html`<section class="understood"><h3>${heading}</h3>${known}</section>`
    : html`<details class="understood">
        <summary>${heading} <span class="count">${answer.observations.length}</span></summary>
        ${known}
      </details>`;
}

/** So that no finding is read without knowing that there are cautions further down. */
function toCautions(answer: Answer, labels: Labels): TemplateResult | typeof nothing {
  if (!answer.cautions.length || !answer.findings.length) return nothing;
  const names = answer.cautions.map((each) => labelled(labels.cautions, each.code));
  return html`<button type="button" class="to-cautions" @click=${showCautions}>
    <strong>${labelled(labels.headings, "cautions")}</strong> ${names.join(" · ")}
  </button>`;
}

function showCautions(event: Event): void {
  const card = (event.currentTarget as HTMLElement).closest(".card");
  const heading = card?.querySelector<HTMLElement>(".cautions h3");
  heading?.scrollIntoView();
  heading?.focus();
}

/** Work to be ticked off; the ticks are the reader's own and go nowhere. */
function nextStep(each: NextStep, answer: Answer, context: CardContext): TemplateResult {
  const id = `${context.id}-${each.code}`;
  return html`<li>
    <input
      type="checkbox"
      id=${id}
      .checked=${context.done.includes(each.code)}
      @change=${(event: Event) =>
        context.tick(each.code, (event.target as HTMLInputElement).checked)}
    />
    <h4><label for=${id}>${labelled(context.labels.next_steps, each.code)}</label></h4>
    <p>${statement(each, answer, context)}</p>
  </li>`;
}

/** The least reviewed of the sources decides what is said of the whole. */
function reviewStatus(answer: Answer): Citation["review_status"] | null {
  const order = ["submitted", "under_review", "approved"] as const;
  return (
    order.find((status) => answer.citations.some((citation) => citation.review_status === status)) ??
    null
  );
}

export function card({ answer, opening, urgent }: Reply, context: CardContext): TemplateResult {
  const { labels, strings } = context;
  const review = reviewStatus(answer);
  return html`<article
    class="card"
    lang="en"
    data-kind=${answer.kind}
    data-urgent=${urgent ? "" : nothing}
  >
    ${opening ? html`<p class="opening">${opening}</p>` : nothing}
    ${knowledge(answer, context)}
    ${understood(answer, context)}
    ${list(answer.hypothetical, "supposed", labelled(labels.headings, "hypothetical"), (each) => observation(each, context))}
    ${list(
      answer.unread,
      "unread",
      labelled(labels.headings, "not_used"),
      (each) => html`<li><q>${each.as_written}</q> ${each.reason}</li>`,
    )}
    ${toCautions(answer, labels)}
    ${list(answer.findings, "findings", labelled(labels.headings, "findings"), (each) => finding(each, answer, context))}
    ${list(
      answer.cautions,
      "cautions",
      labelled(labels.headings, "cautions"),
      (each) => html`<li>
        <h4>${labelled(labels.cautions, each.code)}</h4>
        <p>${statement(each, answer, context)}</p>
      </li>`,
    )}
    ${list(
      answer.next_steps,
      "next-steps",
      labelled(labels.headings, "next_steps"),
      (each) => nextStep(each, answer, context),
    )}
    ${questions(answer, context)}
    ${
      answer.citations.length
        ? html`<details class="sources">
            <summary>${labelled(labels.headings, "sources")} <span class="count">${answer.citations.length}</span></summary>
            <ol>
              ${answer.citations.map((citation) => html`<li>${source(citation, strings)}</li>`)}
            </ol>
          </details>`
        : nothing
    }
    <footer>
      <p>${answer.disclaimer}</p>
      <p>
        ${
          review
            ? html`<span class="review" data-status=${review}
                >${labels.review_status[review] ?? strings.review[review]}</span
              >`
            : nothing
        }
        <span>${filled(strings.knowledge_version, { version: answer.knowledge_version })}</span>
        <button type="button" class="copy" lang=${strings.locale} @click=${context.copy}>${strings.copy}</button>
      </p>
    </footer>
  </article>`;
}
