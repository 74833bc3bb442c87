/** The chat widget: `<b2m-chat>`, as a button that opens a panel or (`layout="page"`) a page. */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import { type Audience, type FailureCode, fetchLabels, type Reply, type Verdict } from "./assistant.js";
import type { CardContext } from "./context.js";
import { Conversation, type Turn } from "./conversation.js";
import type { Answer, Citation } from "./generated/answer.js";
import { exchange } from "./exchange.js";
import { type Labels, NO_LABELS } from "./labels.js";
import { copy, download, noteOf, print, textOf } from "./paper.js";
import { PanelSize } from "./panel-size.js";
import { source } from "./sources.js";
import { filled, type Strings, stringsOf } from "./strings.js";
import { styles } from "./styles.js";

/** What the server takes in one message. */
const LONGEST_MESSAGE = 8_000;

/** Within so many pixels of its end the list follows the conversation. */
const NEAR_THE_END = 120;

/** So many turns are laid out together, or passed over. */
const STRETCH = 20;

/** For so long a confirmation can be read. */
const SAID_MS = 8_000;

export class B2mChat extends LitElement {
  static override styles = styles;
  static override properties = {
    layout: { reflect: true },
    position: { reflect: true },
    scheme: { reflect: true },
    open: { type: Boolean, reflect: true },
    heading: {},
    audience: {},
    lang: {},
    labels: { state: true },
    draft: { state: true },
    shown: { state: true },
    correcting: { state: true },
    judging: { state: true },
    behind: { state: true },
    said: { state: true },
  };

  /** `"page"` fills the element's box; `"corner"` is a button that opens a panel. */
  declare layout: "page" | "corner";
  /** The corner: `"bottom-end"` unless it is `"bottom-start"`, `"top-end"` or `"top-start"`. */
  declare position: string;
  /** `"light"` or `"dark"`; without it, what the reader's system says. */
  declare scheme: string | null;
  /** Whether the panel is open; a page always is. */
  declare open: boolean;
  /** What the widget calls itself; without it, the language's own title. */
  declare heading: string | null;
  /** For whom the answers are worded, from the next conversation on. */
  declare audience: Audience;
  /** The interface's language; the answers stay in theirs. */
  declare lang: string;
  declare private labels: Partial<Record<Audience, Labels>>;
  declare private draft: string;
  declare private shown: { citation: Citation; number: number } | null;
  declare private correcting: { turn: Turn; place: number } | null;
  declare private judging: { turn: Turn; verdict: Verdict } | null;
  /** Whether there is more below what can be seen. */
  declare private behind: boolean;
  /** What was just done, in words. */
  declare private said: string;

  #conversation = new Conversation(
    this,
    (code) => this.#tell("b2m-error", { code }),
    (reply) => this.#answered(reply),
    (said) => this.#begunAnew(said),
  );
  #gone = new AbortController();
  /** Whether the reader is at the end of the list; who reads further up is left there. */
  #follows = true;
  #shownLast = "";
  #marker: HTMLElement | null = null;
  #wasOpened = false;
  #corrected: string | null = null;
  /** How many messages back the up arrow has gone. */
  #back = 0;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #size = new PanelSize();

  constructor() {
    super();
    this.layout = "corner";
    this.position = "bottom-end";
    this.scheme = null;
    this.open = false;
    this.heading = null;
    this.audience = "clinician";
    this.lang = "";
    this.labels = {};
    this.draft = "";
    this.shown = null;
    this.correcting = null;
    this.judging = null;
    this.behind = false;
    this.said = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#gone = new AbortController();
  }

  get #strings(): Strings {
    return stringsOf(this.lang);
  }

  get #title(): string {
    return this.heading ?? this.#strings.title;
  }

  async #learnLabels(audience: Audience): Promise<void> {
    if (this.labels[audience]) return;
    const labels = await fetchLabels(audience, this.#gone.signal);
    // What could not be learnt is asked for again with the next answer.
    if (labels !== NO_LABELS) this.labels = { ...this.labels, [audience]: labels };
  }

  #answered(reply: Reply): void {
    void this.#learnLabels(reply.answer.audience);
    this.#tell("b2m-answer", { answer: reply.answer });
  }

  /** What was shown is gone, what is being typed stays, and what the answer said is said once. */
  #begunAnew(said: string): void {
    this.correcting = null;
    this.judging = null;
    this.shown = null;
    this.behind = false;
    this.#follows = true;
    this.#say(said);
  }

  /** Tell the page around; `detail` holds the contract's words. */
  #tell(name: "b2m-answer" | "b2m-error", detail: { answer: Answer } | { code: FailureCode }): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#gone.abort();
    clearTimeout(this.#silence);
  }

  protected override firstUpdated(): void {
    if (this.layout === "page") this.#input?.focus();
  }

  protected override willUpdate(): void {
    if ((this.open || this.layout === "page") && !this.#wasOpened) {
      this.#wasOpened = true; // until then the launcher is all that a page has to carry
      const audiences = this.#conversation.turns.map((turn) => turn.reply?.answer.audience);
      for (const audience of new Set([this.audience, ...audiences])) {
        if (audience) void this.#learnLabels(audience);
      }
    }
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.get("open") === false && this.open) this.#input?.focus();
    if (changed.get("open") === true && !this.open) this.#part<HTMLElement>(".launcher")?.focus();
    if (changed.has("correcting")) this.#moveToCorrection();
    if (changed.has("judging")) this.#moveToComment(changed.get("judging"));
    const last = this.#conversation.turns.at(-1);
    const shown = last ? `${last.id} ${last.state} ${this.#wasOpened}` : "";
    if (last && shown !== this.#shownLast && this.#follows) this.#show(last);
    this.#shownLast = shown;
  }

  /** The focus goes into the field of a value that is being corrected, and back to its button. */
  #moveToCorrection(): void {
    const field = this.#part<HTMLInputElement | HTMLSelectElement>(
      ".correction :is(input, select)",
    );
    if (this.correcting) {
      this.#corrected = `#turn-${this.correcting.turn.id} [data-place="${this.correcting.place}"]`;
      field?.focus();
      if (field instanceof HTMLInputElement) field.select();
    } else if (!this.renderRoot.querySelector(":focus")) {
      const button = this.#corrected && this.#part<HTMLElement>(this.#corrected);
      (button || this.#input)?.focus();
    }
  }

  /** The focus goes into the comment, and back to its thumb. */
  #moveToComment(before: B2mChat["judging"] | undefined): void {
    if (this.judging) {
      this.#part<HTMLElement>(".comment textarea")?.focus();
      return this.#part<HTMLElement>(".comment")?.scrollIntoView({ block: "nearest" });
    }
    if (before && !this.renderRoot.querySelector(":focus")) {
      const thumb = `#turn-${before.turn.id} [data-verdict="${before.verdict}"]`;
      (this.#part<HTMLElement>(thumb) ?? this.#input)?.focus();
    }
  }

  protected override render(): TemplateResult {
    const strings = this.#strings;
    if (this.layout === "page") {
      return html`<div class="root" lang=${strings.locale}><main class="chat">${this.#chat()}</main></div>`;
    }
    return html`<div class="root" lang=${strings.locale}>
      <button
        type="button"
        class="launcher"
        aria-haspopup="dialog"
        aria-expanded=${this.open}
        aria-label=${filled(strings.open, { title: this.#title })}
        @click=${() => {
          this.open = !this.open;
        }}
      ></button>
      ${
        this.#wasOpened
          ? html`<div
              class="chat panel"
              role="dialog"
              aria-label=${this.#title}
              data-closed=${this.open ? nothing : ""}
              @keydown=${(event: KeyboardEvent) => {
                const isForPopover = this.#part(":popover-open") !== null;
                if (event.key === "Escape" && !isForPopover) this.open = false;
              }}
              >${this.#chat()}<button
                type="button"
                class="grip"
                aria-label=${strings.resize}
                @pointerdown=${this.#size.drag}
                @click=${this.#size.toggle}
                @keydown=${this.#size.moveByKey}
              ></button
            ></div>`
          : nothing
      }
    </div>`;
  }

  #chat(): TemplateResult {
    const strings = this.#strings;
    const { turns, waiting, lost } = this.#conversation;
    return html`
      <div class="bar">
        <span class="mark" aria-hidden="true">β2</span>
        <div class="names">
          ${
            this.layout === "page"
              ? html`<h1 class="title">${this.#title}</h1>`
              : html`<h2 class="title">${this.#title}</h2>`
          }
          <p>${strings.subtitle}</p>
        </div>
        <button type="button" class="plain" ?disabled=${!turns.length} @click=${this.#newPatient}
          >${strings.new_patient}</button
        >
        <button
          type="button"
          class="plain round"
          aria-label=${strings.more}
          popovertarget="menu"
          ?disabled=${!turns.length}
          ><svg viewBox="0 0 20 20" aria-hidden="true"><path d="M4 10h.01M10 10h.01M16 10h.01" /></svg></button
        >
        ${
          this.layout === "page"
            ? nothing
            : html`<button
                type="button"
                class="plain round"
                aria-label=${strings.close}
                @click=${() => {
                  this.open = false;
                }}
                ><svg viewBox="0 0 20 20" aria-hidden="true"><path d="M5 5l10 10M15 5L5 15" /></svg></button
              >`
        }
      </div>
      <div id="menu" popover @beforetoggle=${this.#placeMenu}>
        <button type="button" @click=${this.#download}>${strings.download}</button>
        <button type="button" @click=${this.#print}>${strings.print}</button>
        <button type="button" @click=${this.#forget}>${strings.forget}</button>
      </div>
      <div
        class="scroll"
        tabindex="0"
        role="region"
        aria-label=${strings.conversation}
        @scroll=${this.#scrolled}
      >
        <div class="column">
          ${turns.length ? nothing : this.#welcome()}
          <div class="log" role="log" aria-live="polite" aria-label=${strings.conversation}>
            ${this.#turns(turns)}
          </div>
          ${lost ? html`<p class="divider" role="status">${strings.new_conversation}</p>` : nothing}
          <div class="waiting">
            <p role="status">
              ${
                waiting
                  ? html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span
                      ><span class="hidden">${strings.waiting}</span>`
                  : nothing
              }
            </p>
            ${
              waiting
                ? html`<button type="button" class="stop" @click=${this.#stop}>${strings.stop}</button>`
                : nothing
            }
          </div>
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
                ${source(this.shown.citation, strings)}`
            : nothing
        }
      </div>
    `;
  }

  #welcome(): TemplateResult {
    const strings = this.#strings;
    return html`<section class="welcome">
      <h2>${strings.welcome}</h2>
      <p>${strings.welcome_text}</p>
      <div class="examples" role="group" aria-label=${strings.examples_label}>
        ${strings.examples.map(
          (example) => html`<button
            type="button"
            class="example"
            lang="en"
            @click=${() => this.#send(example)}
            >${example}<span aria-hidden="true">→</span></button
          >`,
        )}
      </div>
    </section>`;
  }

  /** In stretches, so that the browser passes over all but the few that can be seen. */
  #turns(turns: Turn[]): TemplateResult[] {
    const drawn = turns.map((turn, at) => this.#turn(turn, turns[at - 1], at === turns.length - 1));
    return Array.from(
      { length: Math.ceil(drawn.length / STRETCH) },
      (_, at) => html`<div class="stretch">${drawn.slice(at * STRETCH, (at + 1) * STRETCH)}</div>`,
    );
  }

  /** A turn is drawn anew only when something of it changed: typing stays quick in long lists. */
  #turn(turn: Turn, before: Turn | undefined, latest: boolean): unknown {
    const strings = this.#strings;
    const labels = (turn.reply && this.labels[turn.reply.answer.audience]) ?? NO_LABELS;
    const correcting = this.correcting?.turn === turn ? this.correcting.place : null;
    const judging = this.judging?.turn === turn ? this.judging.verdict : null;
    const { takesFeedback } = this.#conversation;
    const began =
      !!before?.conversation && !!turn.conversation && before.conversation !== turn.conversation;
    return guard(
      [
        ...[turn, turn.state, turn.failure, turn.rest_ms, turn.reply, turn.done, turn.verdict],
        ...[began, latest, labels, strings, correcting, judging, takesFeedback],
      ],
      () => exchange(turn, began, this.#context(turn, labels, latest)),
    );
  }

  #composer(): TemplateResult {
    const strings = this.#strings;
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
        ${
          this.behind
            ? html`<button
                type="button"
                class="plain round to-the-end"
                aria-label=${strings.to_the_end}
                @click=${this.#toTheEnd}
                ><svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 4v12m0 0l5.500-5.500M10 16l-5.500-5.500" /></svg></button
              >`
            : nothing
        }
        <p class="said" role="status">${this.said}</p>
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
              this.#back = 0;
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
    const below = list.scrollHeight - list.clientHeight - list.scrollTop;
    this.#follows = below < NEAR_THE_END;
    this.behind = !this.#follows;
  }

  #toTheEnd(): void {
    const scroll = this.#part<HTMLElement>(".scroll");
    scroll?.scrollTo({ top: scroll.scrollHeight });
    this.#input?.focus();
  }

  #keydown(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#sendDraft();
    }
    if (event.key === "ArrowUp" || event.key === "ArrowDown") this.#bringBack(event);
  }

  /** Bring back what was written before, where the field is empty or shows such a message. */
  #bringBack(event: KeyboardEvent): void {
    const written = this.#conversation.turns.map((turn) => turn.text);
    const shown = this.#back === 0 ? "" : written.at(-this.#back);
    if (this.draft !== shown) return;
    const back = this.#back + (event.key === "ArrowUp" ? 1 : -1);
    if (back < 0 || back > written.length) return;
    event.preventDefault();
    this.#back = back;
    this.draft = back === 0 ? "" : (written.at(-back) ?? "");
  }

  #sendDraft(): void {
    const text = this.draft.trim();
    if (!text || text.length > LONGEST_MESSAGE) return;
    this.draft = "";
    this.#send(text);
  }

  #send(text: string): void {
    this.#follows = true;
    this.#back = 0;
    this.correcting = null;
    this.#conversation.send(text, this.audience);
    this.#input?.focus();
  }

  #stop(): void {
    this.#conversation.stop();
    this.#input?.focus();
  }

  #newPatient(): void {
    this.#clear();
    void this.#conversation.end();
  }

  async #forget(): Promise<void> {
    this.#closeMenu();
    this.#clear();
    const forgotten = await this.#conversation.end();
    this.#say(forgotten ? this.#strings.forgotten : this.#strings.forgotten_here);
  }

  #clear(): void {
    this.draft = "";
    this.correcting = null;
    this.judging = null;
    this.behind = false;
    this.shown = null;
    this.#back = 0;
    this.#follows = true;
    this.#input?.focus();
  }

  #say(words: string): void {
    this.said = words;
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.said = "";
    }, SAID_MS);
  }

  async #copy(turn: Turn): Promise<void> {
    const copied = await copy(noteOf(turn, this.#strings));
    this.#say(copied ? this.#strings.copied : this.#strings.not_copied);
  }

  async #judge(turn: Turn, verdict: Verdict, comment: string): Promise<void> {
    const failure = await this.#conversation.judge(turn, verdict, comment);
    if (failure) {
      const { feedback, failures } = this.#strings;
      return this.#say(`${feedback.not_taken} ${failures[failure]}`);
    }
    this.judging = null;
    this.#input?.focus();
  }

  #download(): void {
    this.#closeMenu();
    download(textOf(this.#conversation.turns, this.#strings), new Date());
  }

  #print(): void {
    this.#closeMenu();
    const list = this.#part(".log");
    if (list) void print(list, styles.cssText, this.#title);
  }

  #closeMenu(): void {
    this.#part<HTMLElement>("#menu")?.hidePopover();
  }

  #placeMenu(event: ToggleEvent): void {
    const button = this.#part<HTMLElement>('[popovertarget="menu"]');
    if (event.newState !== "open" || !button) return;
    const at = button.getBoundingClientRect();
    const { style } = event.target as HTMLElement;
    style.setProperty("top", `${at.bottom + 6}px`);
    style.setProperty("right", `${document.documentElement.clientWidth - at.right}px`);
  }

  #context(turn: Turn, labels: Labels, latest: boolean): CardContext {
    return {
      labels,
      strings: this.#strings,
      id: turn.id,
      latest,
      correcting: this.correcting?.turn === turn ? this.correcting.place : null,
      judging: this.judging?.turn === turn ? this.judging.verdict : null,
      takesFeedback: this.#conversation.takesFeedback,
      verdict: turn.verdict,
      done: turn.done,
      retry: () => {
        this.#conversation.retry(turn);
        this.#input?.focus();
      },
      reply: (text) => this.#send(text),
      correct: (place) => {
        this.correcting = place === null ? null : { turn, place };
      },
      judge: (verdict) => {
        this.judging = verdict && { turn, verdict };
      },
      sendJudgment: (verdict, comment) => void this.#judge(turn, verdict, comment),
      tick: (step, done) => this.#conversation.tick(turn, step, done),
      copy: () => void this.#copy(turn),
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
  #show(last: Turn): void {
    const scroll = this.#part<HTMLElement>(".scroll");
    const turn = this.#part<HTMLElement>(`#turn-${last.id}`); // by its id: quick in long lists
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

if (!customElements.get("b2m-chat")) customElements.define("b2m-chat", B2mChat);

declare global {
  interface HTMLElementTagNameMap {
    "b2m-chat": B2mChat;
  }
}
