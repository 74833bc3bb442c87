/** What the codes of an answer are called. The words come from the knowledge base, as data. */

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
