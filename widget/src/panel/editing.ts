/** What of an answer is being edited: a value, or a judgment; and where the focus goes meanwhile. */
import type { LitElement, ReactiveController } from "lit";
import type { Verdict } from "../conversation/assistant.js";
import type { Turn } from "../conversation/turn.js";

interface Edited {
  /** The value's place in the answer. */
  correcting: { turn: Turn; place: number } | null;
  judging: { turn: Turn; verdict: Verdict } | null;
}

const NOTHING: Edited = { correcting: null, judging: null };

export class Editing implements ReactiveController {
  #now = NOTHING;
  /** What the last update showed. */
  #before = NOTHING;

  constructor(private readonly host: LitElement) {
    host.addController(this);
  }

  correct(turn: Turn, place: number | null): void {
    this.#set({ ...this.#now, correcting: place === null ? null : { turn, place } });
  }

  judge(turn: Turn, verdict: Verdict | null): void {
    this.#set({ ...this.#now, judging: verdict && { turn, verdict } });
  }

  /** A correction ends with the next message; a comment that is being written stays. */
  endCorrection(): void {
    this.#set({ ...this.#now, correcting: null });
  }

  end(): void {
    this.#set(NOTHING);
  }

  /** The place of the value of this turn that is being corrected. */
  correctingOf(turn: Turn): number | null {
    return this.#now.correcting?.turn === turn ? this.#now.correcting.place : null;
  }

  judgingOf(turn: Turn): Verdict | null {
    return this.#now.judging?.turn === turn ? this.#now.judging.verdict : null;
  }

  hostUpdated(): void {
    const before = this.#before;
    const { correcting, judging } = (this.#before = this.#now);
    if (correcting !== before.correcting) {
      if (correcting) this.#enterCorrection();
      else if (before.correcting) this.#leave(before.correcting.turn, `[data-place="${before.correcting.place}"]`);
    }
    if (judging !== before.judging) {
      if (judging) this.#enterComment();
      else if (before.judging) this.#leave(before.judging.turn, `[data-verdict="${before.judging.verdict}"]`);
    }
  }

  #set(edited: Edited): void {
    this.#now = edited;
    this.host.requestUpdate();
  }

  #enterCorrection(): void {
    const field = this.#part<HTMLInputElement | HTMLSelectElement>(".correction :is(input, select)");
    field?.focus();
    if (field instanceof HTMLInputElement) field.select();
  }

  #enterComment(): void {
    this.#part<HTMLElement>(".comment textarea")?.focus();
    this.#part<HTMLElement>(".comment")?.scrollIntoView({ block: "nearest" });
  }

  /** Back to the button that it began with, unless the focus went elsewhere by itself. */
  #leave(turn: Turn, button: string): void {
    if (this.#part(":focus")) return;
    (this.#part<HTMLElement>(`#turn-${turn.id} ${button}`) ?? this.#part<HTMLElement>("#input"))?.focus();
  }

  #part<Part extends Element>(selector: string): Part | null {
    return this.host.renderRoot.querySelector<Part>(selector);
  }
}
