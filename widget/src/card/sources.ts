/** Where a statement comes from: the numbers behind it, and what each of them leads to. */
import { html, nothing, type TemplateResult } from "lit";
import type { Answer, Citation } from "../generated/answer.js";
import { dateOf, filled, type Strings } from "../strings.js";
import type { CardContext } from "./context.js";

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

/** A sentence of the answer with the numbers of its sources. */
export function statement(
  said: { statement: string; citations: string[] },
  answer: Answer,
  context: CardContext,
): TemplateResult {
  return html`${said.statement}<span class="markers">${markers(said.citations, answer, context)}</span>`;
}
