/** What the codes of an answer are called. The words come from the knowledge base, as data. */

import type { Comparison, Observation } from "../generated/answer.js";

/** Names by code, as the server gives them for one audience. */
export interface Labels {
  observations: Record<string, string>;
  /** By code of a coded observation: what each of its values is called. */
  words: Record<string, Record<string, string>>;
  /** How a condition is named that is present, absent or suspected, around `{label}`. */
  presences: Record<string, string>;
  rules: Record<string, string>;
  outcomes: Record<string, Record<string, string>>;
  /** By rule whose outcome is a number: its unit (UCUM). */
  formula_units: Record<string, string>;
  cautions: Record<string, string>;
  next_steps: Record<string, string>;
  topics: Record<string, string>;
  units: Record<string, string>;
  /** Words before a number, with the space behind them. */
  comparators: Record<string, string>;
  assumed: Record<string, string>;
  headings: Record<string, string>;
  /** The line under an answer, by the review status of its content. */
  review_status: Record<string, string>;
}

/** Where no labels came, codes stand for themselves. */
export const NO_LABELS: Labels = {
  observations: {},
  words: {},
  presences: {},
  rules: {},
  outcomes: {},
  formula_units: {},
  cautions: {},
  next_steps: {},
  topics: {},
  units: {},
  comparators: { "=": "" },
  assumed: {},
  headings: {},
  review_status: {},
};

export type Value = number | string;

/** A code's name; where there is none, the code as words. */
export function labelled(labels: Record<string, string>, code: string): string {
  return labels[code] ?? code.replace(/[._]/g, " ");
}

/** What an observation or a rule is called. */
export function nameOf(labels: Labels, code: string): string {
  return labels.observations[code] ?? labelled(labels.rules, code);
}

/** A number with its unit, or a word of a code by its label. */
export function valueOf(labels: Labels, code: string, value: Value, unit: string | null): string {
  if (typeof value === "number") {
    const shown = unit === null ? "" : (labels.units[unit] ?? unit);
    return shown ? `${value} ${shown}` : String(value);
  }
  const words = labels.words[code] ?? labels.outcomes[code] ?? {};
  return labelled(words, value);
}

/** The same behind its comparator, which an equality does not show. */
export function comparedOf(
  labels: Labels,
  { code, comparator, unit }: Pick<Observation | Comparison, "code" | "comparator" | "unit">,
  value: Value,
): string {
  const sign = labels.comparators[comparator] ?? `${comparator} `;
  return sign + valueOf(labels, code, value, unit);
}
