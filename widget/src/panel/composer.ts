/** Where one types: the draft, and what was written before it. */
import { html, nothing, type ReactiveControllerHost, type TemplateResult } from "lit";
import { filled, type Strings } from "../strings.js";

/** What the server takes in one message. */
const LONGEST_MESSAGE = 8_000;

export class Composer {
  #draft = "";
  /** How many messages back the up arrow has gone. */
  #back = 0;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly written: () => string[],
    private readonly send: (text: string) => void,
  ) {}

  clear(): void {
    this.#put("", 0);
  }

  /** `above`: what stands between the list and the field. */
  render(strings: Strings, above: TemplateResult): TemplateResult {
    const length = this.#draft.trim().length;
    const tooLong = length > LONGEST_MESSAGE;
    return html`<form
      class="composer"
      @submit=${(event: Event) => {
        event.preventDefault();
        this.#submit();
      }}
    >
      <div class="column">
        ${above}
        <div class="field">
          <textarea
            id="input"
            rows="1"
            aria-label=${strings.input_label}
            aria-describedby="hint"
            aria-invalid=${tooLong ? "true" : nothing}
            placeholder=${strings.input_placeholder}
            autocomplete="off"
            .value=${this.#draft}
            @input=${(event: Event) => this.#put((event.target as HTMLTextAreaElement).value, 0)}
            @keydown=${this.#keydown}
          ></textarea>
          <button type="submit" class="send" aria-label=${strings.send} ?disabled=${!length || tooLong}>
            <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 16V4m0 0L4.500 9.500M10 4l5.500 5.500" /></svg>
          </button>
        </div>
        <p id="hint" class=${tooLong ? "hint problem" : "hint"} role=${tooLong ? "alert" : nothing}
          >${
            tooLong ? filled(strings.too_long, { length, limit: LONGEST_MESSAGE }) : strings.input_hint
          }</p
        >
      </div>
    </form>`;
  }

  #put(draft: string, back: number): void {
    this.#draft = draft;
    this.#back = back;
    this.host.requestUpdate();
  }

  #submit(): void {
    const text = this.#draft.trim();
    if (!text || text.length > LONGEST_MESSAGE) return;
    this.clear();
    this.send(text);
  }

  #keydown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    }
    if (event.key === "ArrowUp" || event.key === "ArrowDown") this.#bringBack(event);
  };

  /** Bring back what was written before, where the field is empty or shows such a message. */
  #bringBack(event: KeyboardEvent): void {
    const written = this.written();
    const shown = this.#back === 0 ? "" : written.at(-this.#back);
    if (this.#draft !== shown) return;
    const back = this.#back + (event.key === "ArrowUp" ? 1 : -1);
    if (back < 0 || back > written.length) return;
    event.preventDefault();
    this.#put(back === 0 ? "" : (written.at(-back) ?? ""), back);
  }
}
