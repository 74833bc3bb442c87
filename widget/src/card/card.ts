/** An answer as a card. Every sentence in it is the answer's own; nothing is computed here. */
import { html, nothing, type TemplateResult } from "lit";
import type { Reply } from "../conversation/assistant.js";
import type { Answer, Citation, NextStep } from "../generated/answer.js";
import { filled } from "../strings.js";
import type { CardContext } from "./context.js";
import { feedback } from "./feedback.js";
import { finding } from "./finding.js";
import { type Labels, labelled } from "./labels.js";
import { observation, understood } from "./observed.js";
import { picture } from "./picture.js";
import { source, statement } from "./sources.js";

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

export function card(reply: Reply, context: CardContext): TemplateResult {
  const { answer, opening, urgent, explains, chart } = reply;
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
    ${understood(reply, context)}
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
              ${answer.citations.map(
                (citation, index) => html`<li>
                  <span class="source-number">${index + 1}</span> ${source(citation, strings)}
                </li>`,
              )}
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
