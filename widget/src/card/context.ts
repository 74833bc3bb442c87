/** What the parts of a turn need from the element around them. */
import type { Verdict } from "../conversation/assistant.js";
import type { Citation } from "../generated/answer.js";
import type { Strings } from "../strings.js";
import type { Labels } from "./labels.js";

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
  /** Whether the server takes feedback, what was said already, and what is being said. */
  takesFeedback: boolean;
  verdict: Verdict | null;
  judging: Verdict | null;
  /** Try this turn again. */
  retry(): void;
  reply(text: string): void;
  judge(verdict: Verdict | null): void;
  sendJudgment(verdict: Verdict, comment: string): void;
  correct(place: number | null): void;
  tick(step: string, done: boolean): void;
  copy(): void;
  showSource(source: { citation: Citation; number: number }, marker: HTMLElement): void;
}
