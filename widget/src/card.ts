/** An answer as a card. Every sentence in it is the answer's own; nothing is computed here. */
import { html, nothing, type TemplateResult } from "lit";
import { addressOf, type Chart, type Reply } from "./assistant.js";
import type { CardContext } from "./context.js";
import { feedback } from "./feedback.js";
import type { Answer, Citation, Comparison, Finding, NextStep } from "./generated/answer.js";
import { comparedOf, type Labels, labelled, nameOf, valueOf } from "./labels.js";
import { observation, understood } from "./observed.js";
import { source, statement } from "./sources.js";
import { filled, type Strings } from "./strings.js";

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
  explains: boolean,
): TemplateResult | typeof nothing {
  const { labels, strings } = context;
  if (!finding.because.length) return nothing;
  const results = { true: strings.yes, false: strings.no, null: strings.unknown };
  return html`<details class="why" ?open=${explains}>
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

function finding(
  found: Finding,
  answer: Answer,
  context: CardContext,
  explains: boolean,
): TemplateResult {
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
    ${because(found, answer, context, explains)}
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

/** Serial values over time; where the picture is gone, its words stand in its place. */
function picture(chart: Chart | null, strings: Strings): TemplateResult | typeof nothing {
  if (chart === null) return nothing;
  const address = addressOf(chart);
  return html`<figure class="chart">
    <img src=${address} alt=${chart.alt} />
    <a href=${address} target="_blank" rel="noopener noreferrer" lang=${strings.locale}
      >${strings.open_chart}<span class="hidden"> (${strings.new_tab})</span></a
    >
  </figure>`;
}

export function card(
  { answer, opening, urgent, explains, chart }: Reply,
  context: CardContext,
): TemplateResult {
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
    ${picture(chart, strings)}
    ${list(
      answer.findings,
      "findings",
      labelled(labels.headings, "findings"),
      (each) => finding(each, answer, context, explains),
    )}
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
      ${answer.citations.length ? feedback(context) : nothing}
    </footer>
  </article>`;
}
