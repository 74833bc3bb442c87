/** The chat widget: `<b2m-chat>`, as a button that opens a panel or (`layout="page"`) a page. */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { fetchLabels } from "./assistant.js";
import { card, type CardContext, source } from "./card.js";
import { Conversation, type Turn } from "./conversation.js";
import type { Answer, Citation } from "./generated/answer.js";
import { type Labels, NO_LABELS } from "./labels.js";
import { filled, strings } from "./strings.js";
import { styles } from "./styles.js";

type Audience = Answer["audience"];

/** What the server takes in one message. */
const LONGEST_MESSAGE = 8_000;

/** Within so many pixels of its end the list follows the conversation. */
const NEAR_THE_END = 120;


export class B2mChat extends LitElement {
  static override styles = styles;
  static override properties = {
    layout: { reflect: true },
    open: { type: Boolean, reflect: true },
    labels: { state: true },
    draft: { state: true },
    shown: { state: true },
  };

  /** `"page"` fills the element's box; `"corner"` is a button that opens a panel. */
  declare layout: "page" | "corner";
  /** Whether the panel is open; a page always is. */
  declare open: boolean;
  declare private labels: Partial<Record<Audience, Labels>>;
  declare private draft: string;
  declare private shown: { citation: Citation; number: number } | null;

  #conversation = new Conversation(this);
  #gone = new AbortController();
  /** Whether the reader is at the end of the list; who reads further up is left there. */
  #follows = true;
  #shownLast = "";
  #marker: HTMLElement | null = null;

  constructor() {
    super();
    this.layout = "corner";
    this.open = false;
    this.labels = {};
    this.draft = "";
    this.shown = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#gone = new AbortController();
    void this.#learnLabels("clinician");
  }

  async #learnLabels(audience: Audience): Promise<void> {
    if (this.labels[audience]) return;
    this.labels = { ...this.labels, [audience]: NO_LABELS };
    const labels = await fetchLabels(audience, this.#gone.signal);
    this.labels = { ...this.labels, [audience]: labels };
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#gone.abort();
  }

  protected override firstUpdated(): void {
    if (this.layout === "page") this.#input?.focus();
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.get("open") === false && this.open) this.#input?.focus();
    if (changed.get("open") === true && !this.open) this.#part<HTMLElement>(".launcher")?.focus();
    const last = this.#conversation.turns.at(-1);
    if (last?.reply) void this.#learnLabels(last.reply.answer.audience);
    const shown = last ? `${last.id} ${last.state}` : "";
    if (shown !== this.#shownLast && this.#follows) this.#showLast();
    this.#shownLast = shown;
  }

  protected override render(): TemplateResult {
    if (this.layout === "page") return html`<div class="chat">${this.#chat()}</div>`;
    return html`
      <button
        type="button"
        class="launcher"
        aria-haspopup="dialog"
        aria-expanded=${this.open}
        aria-label=${strings.open}
        @click=${() => {
          this.open = !this.open;
        }}
      >
        <span aria-hidden="true">β2</span>
      </button>
      ${
        this.open
          ? html`<div
              class="chat panel"
              role="dialog"
              aria-label=${strings.title}
              @keydown=${(event: KeyboardEvent) => {
                if (event.key === "Escape") this.open = false;
              }}
              >${this.#chat()}</div
            >`
          : nothing
      }
    `;
  }

  #chat(): TemplateResult {
    const { turns, waiting } = this.#conversation;
    return html`
      <header>
        <span class="mark" aria-hidden="true">β2</span>
        <div class="names">
          <h1>${strings.title}</h1>
          <p>${strings.subtitle}</p>
        </div>
        <button type="button" class="plain" ?disabled=${!turns.length} @click=${this.#newPatient}
          >${strings.new_patient}</button
        >
        ${
          this.layout === "page"
            ? nothing
            : html`<button
                type="button"
                class="plain close"
                aria-label=${strings.close}
                @click=${() => {
                  this.open = false;
                }}
                >✕</button
              >`
        }
      </header>
      <div
        class="scroll"
        tabindex="0"
        role="region"
        aria-label=${strings.conversation}
        @scroll=${this.#scrolled}
      >
        <div class="column">
          ${turns.length ? nothing : this.#welcome()}
          <div role="log" aria-live="polite" aria-label=${strings.conversation}>
            ${turns.map((turn, index) => this.#turn(turn, turns[index - 1]))}
          </div>
          <p class="waiting" role="status">
            ${
              waiting
                ? html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span
                    ><span class="hidden">${strings.waiting}</span>`
                : nothing
            }
          </p>
        </div>
      </div>
      ${this.#composer()}
      <div
        id="source"
        popover
        role="dialog"
        tabindex="-1"
        aria-label=${this.shown ? filled(strings.source, { number: this.shown.number }) : nothing}
        @toggle=${this.#sourceToggled}
      >
        ${
          this.shown
            ? html`<p class="source-number">${filled(strings.source, { number: this.shown.number })}</p>
                ${source(this.shown.citation)}`
            : nothing
        }
      </div>
    `;
  }

  #welcome(): TemplateResult {
    return html`<section class="welcome">
      <h2>${strings.welcome}</h2>
      <p>${strings.welcome_text}</p>
      <div class="examples" role="group" aria-label=${strings.examples_label}>
        ${strings.examples.map(
          (example) => html`<button type="button" class="example" @click=${() => this.#send(example)}
            >${example}<span aria-hidden="true">→</span></button
          >`,
        )}
      </div>
    </section>`;
  }

  #turn(turn: Turn, before: Turn | undefined): TemplateResult {
    const began =
      before?.conversation && turn.conversation && before.conversation !== turn.conversation;
    return html`
      ${began ? html`<p class="divider">${strings.new_conversation}</p>` : nothing}
      <div class="turn" data-state=${turn.state}>
        <div class="message">
          <span class="hidden">${strings.you}: </span>
          <p class="bubble">${turn.text}</p>
          <time datetime=${turn.at.toISOString()}
            >${turn.at.toLocaleTimeString(strings.locale, { hour: "2-digit", minute: "2-digit" })}</time
          >
        </div>
        ${turn.state === "failed" ? this.#failed(turn) : nothing}
        ${
          turn.reply
            ? html`<span class="hidden">${strings.assistant}: </span>${card(
                turn.reply,
                this.#context(turn, turn.reply.answer.audience),
              )}`
            : nothing
        }
      </div>
    `;
  }

  #failed(turn: Turn): TemplateResult {
    return html`<div class="failed" role="alert">
      <p><strong>${strings.not_answered}</strong> ${strings.failures[turn.failure ?? "failed"]}</p>
      <button
        type="button"
        class="retry"
        @click=${() => {
          this.#conversation.retry(turn);
          this.#input?.focus();
        }}
        >${strings.retry}</button
      >
    </div>`;
  }

  #composer(): TemplateResult {
    const length = this.draft.trim().length;
    const tooLong = length > LONGEST_MESSAGE;
    return html`<form
      class="composer"
      @submit=${(event: Event) => {
        event.preventDefault();
        this.#sendDraft();
      }}
    >
      <div class="column">
        <div class="field">
          <textarea
            id="input"
            rows="1"
            aria-label=${strings.input_label}
            aria-describedby="hint"
            aria-invalid=${tooLong ? "true" : nothing}
            placeholder=${strings.input_placeholder}
            autocomplete="off"
            .value=${this.draft}
            @input=${(event: Event) => {
              this.draft = (event.target as HTMLTextAreaElement).value;
            }}
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

  #scrolled(event: Event): void {
    const list = event.target as HTMLElement;
    this.#follows = list.scrollHeight - list.clientHeight - list.scrollTop < NEAR_THE_END;
  }

  #keydown(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#sendDraft();
  }

  #sendDraft(): void {
    const text = this.draft.trim();
    if (!text || text.length > LONGEST_MESSAGE) return;
    this.draft = "";
    this.#send(text);
  }

  #send(text: string): void {
    this.#follows = true;
    this.#conversation.send(text);
    this.#input?.focus();
  }

  #newPatient(): void {
    this.#conversation.newPatient();
    this.#input?.focus();
  }

  #context(turn: Turn, audience: Audience): CardContext {
    return {
      labels: this.labels[audience] ?? NO_LABELS,
      latest: this.#conversation.turns.at(-1) === turn,
      reply: (text) => this.#send(text),
      showSource: (shown, marker) => void this.#showSource(shown, marker),
    };
  }

  async #showSource(shown: { citation: Citation; number: number }, marker: HTMLElement) {
    this.shown = shown;
    await this.updateComplete;
    const popover = this.#part<HTMLElement>("#source");
    if (!popover) return;
    this.#marker = marker;
    popover.showPopover();
    const at = marker.getBoundingClientRect();
    const left = Math.min(at.left, window.innerWidth - popover.offsetWidth - 12);
    const below = at.bottom + 6;
    const fits = below + popover.offsetHeight < window.innerHeight;
    popover.style.setProperty("left", `${Math.max(12, left)}px`);
    popover.style.setProperty("top", `${fits ? below : Math.max(12, at.top - popover.offsetHeight - 6)}px`);
    (popover.querySelector("a") ?? popover).focus();
  }

  /** Give the focus back to the number that was pressed, unless it went elsewhere by itself. */
  #sourceToggled(event: ToggleEvent): void {
    const focused = this.shadowRoot?.activeElement ?? null;
    const isLost = focused === null || (event.target as HTMLElement).contains(focused);
    if (event.newState === "closed" && isLost) this.#marker?.focus();
  }

  /** Show the latest turn: all of it where it fits, else from its beginning. */
  #showLast(): void {
    const scroll = this.#part<HTMLElement>(".scroll");
    const turn = this.#part<HTMLElement>(".turn:last-child");
    if (!scroll || !turn) return;
    const beginning = turn.getBoundingClientRect().top - scroll.getBoundingClientRect().top;
    const end = scroll.scrollHeight - scroll.clientHeight;
    scroll.scrollTo({ top: Math.min(scroll.scrollTop + beginning, end) });
  }

  get #input(): HTMLTextAreaElement | null {
    return this.#part<HTMLTextAreaElement>("#input");
  }

  #part<Part extends Element>(selector: string): Part | null {
    return this.renderRoot.querySelector<Part>(selector);
  }
}

customElements.define("b2m-chat", B2mChat);
