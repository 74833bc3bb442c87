/** The chat widget: `<b2m-chat>`, as a button that opens a panel or (`layout="page"`) a page. */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { CardContext } from "./card/context.js";
import { type Labels, NO_LABELS } from "./card/labels.js";
import {
  type Audience,
  type FailureCode,
  fetchLabels,
  type Reply,
  type Verdict,
} from "./conversation/assistant.js";
import { Conversation } from "./conversation/conversation.js";
import type { Turn } from "./conversation/turn.js";
import type { Answer } from "./generated/answer.js";
import { bar } from "./panel/bar.js";
import { Composer } from "./panel/composer.js";
import { Editing } from "./panel/editing.js";
import { List, wait } from "./panel/list.js";
import { PanelSize } from "./panel/panel-size.js";
import { Panel } from "./panel/panel.js";
import { Scrolling } from "./panel/scrolling.js";
import { SourcePopover } from "./panel/source-popover.js";
import { welcome } from "./panel/welcome.js";
import { copy, download, noteOf, print, textOf } from "./paper.js";
import { filled, type Strings, stringsOf } from "./strings.js";
import { styles } from "./styles.js";

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
  /** What was just done, in words. */
  declare private said: string;

  #conversation = new Conversation(
    this,
    (code) => this.#tell("b2m-error", { code }),
    (reply) => this.#answered(reply),
    (said) => this.#begunAnew(said),
  );
  #composer = new Composer(
    this,
    () => this.#conversation.turns.map((turn) => turn.text),
    (text) => this.#send(text),
  );
  #editing = new Editing(this);
  #list = new List(this, {
    changing: (turn) => [
      this.#labelsOf(turn),
      this.#editing.correctingOf(turn),
      this.#editing.judgingOf(turn),
      this.#conversation.takesFeedback,
    ],
    contextOf: (turn, latest) => this.#context(turn, latest),
  });
  #scrolling = new Scrolling(this);
  #source = new SourcePopover(this);
  #panel = new Panel(this);
  #size = new PanelSize();
  #gone = new AbortController();
  #wasOpened = false;
  /** Whether a judgment is on its way. */
  #isJudging = false;
  #silence: ReturnType<typeof setTimeout> | undefined;

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
    this.said = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#gone = new AbortController();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#gone.abort();
    clearTimeout(this.#silence);
  }

  get #strings(): Strings {
    return stringsOf(this.lang);
  }

  get #title(): string {
    return this.heading ?? this.#strings.title;
  }

  protected override firstUpdated(): void {
    if (this.layout === "page") this.#focusInput();
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
    if (changed.get("open") === false && this.open) this.#focusInput();
    if (changed.get("open") === true && !this.open) this.#part<HTMLElement>(".launcher")?.focus();
    if (this.#wasOpened) this.#scrolling.show(this.#conversation.turns.at(-1), this.#list.isWhole);
  }

  protected override render(): TemplateResult {
    const strings = this.#strings;
    if (this.layout === "page") {
      return html`<div class="root" lang=${strings.locale}><main class="chat" dir="ltr">${this.#chat()}</main></div>`;
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
          ? html`<dialog
              id="panel"
              class="panel"
              aria-label=${this.#title}
              @keydown=${this.#panel.keydown}
              @close=${this.#panel.closed}
            >
              <div class="chat" dir="ltr">${this.#chat()}</div>
              <button
                type="button"
                class="grip"
                aria-label=${strings.resize}
                @pointerdown=${this.#size.drag}
                @click=${this.#size.toggle}
                @keydown=${this.#size.moveByKey}
              ></button>
            </dialog>`
          : nothing
      }
    </div>`;
  }

  #chat(): TemplateResult {
    const strings = this.#strings;
    const { turns, waiting, lost } = this.#conversation;
    const close = () => {
      this.open = false;
    };
    return html`
      ${bar(strings, this.#title, !turns.length, {
        newPatient: () => this.#newPatient(),
        download: () => download(textOf(turns, strings), new Date()),
        print: () => void this.#print(),
        forget: () => void this.#forget(),
        close: this.layout === "page" ? null : close,
      })}
      <div
        class="scroll"
        tabindex="0"
        role="region"
        aria-label=${strings.conversation}
        @scroll=${this.#scrolling.scrolled}
      >
        <div class="column">
          ${turns.length ? nothing : welcome(strings, (text) => this.#send(text))}
          ${this.#list.render(turns, strings)}
          ${lost ? html`<p class="divider" role="status">${strings.new_conversation}</p>` : nothing}
          ${wait(strings, waiting, () => this.#stop())}
        </div>
      </div>
      ${this.#composer.render(
        strings,
        html`${this.#scrolling.toTheEnd(strings, () => this.#focusInput())}
          <p class="said" role="status">${this.said}</p>`,
      )}
      ${this.#source.render(strings)}
    `;
  }

  #labelsOf({ reply }: Turn): Labels {
    return (reply && this.labels[reply.answer.audience]) ?? NO_LABELS;
  }

  #context(turn: Turn, latest: boolean): CardContext {
    return {
      labels: this.#labelsOf(turn),
      strings: this.#strings,
      id: turn.id,
      latest,
      correcting: this.#editing.correctingOf(turn),
      judging: this.#editing.judgingOf(turn),
      takesFeedback: this.#conversation.takesFeedback,
      verdict: turn.verdict,
      done: turn.done,
      retry: () => {
        this.#conversation.retry(turn);
        this.#focusInput();
      },
      reply: (text) => this.#send(text),
      correct: (place) => this.#editing.correct(turn, place),
      judge: (verdict) => this.#editing.judge(turn, verdict),
      sendJudgment: (verdict, comment) => void this.#judge(turn, verdict, comment),
      tick: (step, done) => this.#conversation.tick(turn, step, done),
      copy: () => void this.#copy(turn),
      showSource: (shown, marker) => void this.#source.show(shown, marker),
    };
  }

  #send(text: string): void {
    this.#scrolling.follow();
    this.#editing.endCorrection();
    this.#conversation.send(text, this.audience);
    this.#focusInput();
  }

  #stop(): void {
    this.#conversation.stop();
    this.#focusInput();
  }

  #answered(reply: Reply): void {
    void this.#learnLabels(reply.answer.audience);
    this.#tell("b2m-answer", { answer: reply.answer });
  }

  async #learnLabels(audience: Audience): Promise<void> {
    if (this.labels[audience]) return;
    const labels = await fetchLabels(audience, this.#gone.signal);
    // What could not be learnt is asked for again with the next answer.
    if (labels !== NO_LABELS) this.labels = { ...this.labels, [audience]: labels };
  }

  /** What was shown is gone, what is being typed stays, and what the answer said is said once. */
  #begunAnew(said: string): void {
    this.#clearList();
    this.#say(said);
  }

  #newPatient(): void {
    this.#clear();
    void this.#conversation.end();
  }

  async #forget(): Promise<void> {
    this.#clear();
    const forgotten = await this.#conversation.end();
    this.#say(forgotten ? this.#strings.forgotten : this.#strings.forgotten_here);
  }

  #clear(): void {
    this.#composer.clear();
    this.#clearList();
    this.#focusInput();
  }

  #clearList(): void {
    this.#editing.end();
    this.#source.clear();
    this.#scrolling.follow();
  }

  #say(words: string): void {
    this.said = words;
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.said = "";
    }, SAID_MS);
  }

  async #copy(turn: Turn): Promise<void> {
    const copied = await copy(noteOf(turn, this.#strings), this.#part(".chat") ?? document.body);
    this.#say(copied ? this.#strings.copied : this.#strings.not_copied);
  }

  async #judge(turn: Turn, verdict: Verdict, comment: string): Promise<void> {
    if (this.#isJudging) return; // pressed twice
    this.#isJudging = true;
    const failure = await this.#conversation.judge(turn, verdict, comment);
    this.#isJudging = false;
    if (failure) {
      const { feedback, failures } = this.#strings;
      return this.#say(`${feedback.not_taken} ${failures[failure]}`);
    }
    this.#editing.judge(turn, null);
    this.#focusInput();
  }

  async #print(): Promise<void> {
    while (!this.#list.isWhole) await new Promise(requestAnimationFrame);
    const log = this.#part(".log");
    if (log) await print(log, styles.cssText, this.#title);
  }

  /** Tell the page around; `detail` holds the contract's words. */
  #tell(name: "b2m-answer" | "b2m-error", detail: { answer: Answer } | { code: FailureCode }): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  #focusInput(): void {
    this.#part<HTMLElement>("#input")?.focus();
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
