/** What a rule found, and why. */
import { html, nothing, type TemplateResult } from "lit";
import type { Answer, Comparison, Finding } from "../generated/answer.js";
import { filled } from "../strings.js";
import type { CardContext } from "./context.js";
import { comparedOf, type Labels, labelled, nameOf, valueOf } from "./labels.js";
import { statement } from "./sources.js";

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

/** One rule's finding: its outcome, its sentence, what would decide it, and why. */
export function finding(
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
