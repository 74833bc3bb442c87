/** One patient's conversation: its turns, sent one after the other and each only once. */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { beginConversation, Failure, type FailureCode, type Reply, sendMessage } from "./assistant.js";

/** A message of the user and what became of it. */
export interface Turn {
  /** The idempotency key: a retry carries the same one. */
  readonly id: string;
  readonly text: string;
  readonly at: Date;
  /** The server's id of the conversation it was sent in; null before it was sent. */
  conversation: string | null;
  state: "waiting" | "answered" | "failed";
  reply?: Reply;
  failure?: FailureCode;
}

/** Unguessable; `crypto.randomUUID` is missing on intranet pages without TLS. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

export class Conversation implements ReactiveController {
  turns: Turn[] = [];
  #id: string | null = null;
  #sending = false;
  #ended = new AbortController();

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#ended.abort();
  }

  hostConnected(): void {
    this.#ended = new AbortController();
  }

  get waiting(): boolean {
    return this.turns.some((turn) => turn.state === "waiting");
  }

  /** Add a message; it is shown at once and sent when those before it are through. */
  send(text: string): void {
    this.turns = [
      ...this.turns,
      { id: newKey(), text, at: new Date(), conversation: null, state: "waiting" },
    ];
    this.host.requestUpdate();
    void this.#sendWaiting();
  }

  retry(turn: Turn): void {
    if (turn.state !== "failed") return;
    turn.state = "waiting";
    this.host.requestUpdate();
    void this.#sendWaiting();
  }

  /** Forget everything here and begin again; what is still under way is dropped. */
  newPatient(): void {
    this.#ended.abort();
    this.#ended = new AbortController();
    this.#id = null;
    this.turns = [];
    this.host.requestUpdate();
  }

  async #sendWaiting(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    for (;;) {
      const turn = this.turns.find((each) => each.state === "waiting");
      if (!turn) break;
      await this.#ask(turn);
      this.host.requestUpdate();
    }
    this.#sending = false;
  }

  async #ask(turn: Turn): Promise<void> {
    const { signal } = this.#ended;
    try {
      const id = this.#id ?? (await beginConversation(signal));
      if (signal.aborted) return;
      this.#id = id;
      turn.conversation = id;
      turn.reply = await sendMessage({ conversation: id, id: turn.id, text: turn.text }, signal);
      turn.state = "answered";
    } catch (problem) {
      turn.state = "failed";
      turn.failure = problem instanceof Failure ? problem.code : "failed";
      if (turn.failure === "expired" && !signal.aborted) this.#id = null;
    }
  }
}
