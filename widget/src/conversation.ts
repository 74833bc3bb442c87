/** One patient's conversation: its turns, sent one after the other and each only once. */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import {
  type Audience,
  beginConversation,
  Failure,
  type FailureCode,
  forgetConversation,
  type Reply,
  type Session,
  sendFeedback,
  sendMessage,
  type Verdict,
} from "./assistant.js";
import { forget, recall, remember } from "./memory.js";

/** A message of the user and what became of it. */
export interface Turn {
  /** The idempotency key: a retry carries the same one. */
  readonly id: string;
  readonly text: string;
  at: Date;
  /** The server's id of the conversation it was sent in; null before it was sent. */
  conversation: string | null;
  state: "waiting" | "answered" | "failed" | "stopped";
  /** How often it was tried again by itself. */
  retries: number;
  /** For how long it rests before the next try. */
  rest_ms: number;
  reply: Reply | null;
  failure: FailureCode | null;
  /** The next steps that were ticked off. */
  done: string[];
  /** What the reader said of the answer. */
  verdict: Verdict | null;
}

/** Unguessable; `crypto.randomUUID` is missing on intranet pages without TLS. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

/** Before each retry that comes by itself; afterwards it takes a click. */
const RESTS_MS = [1_000, 2_000, 4_000, 8_000, 15_000];

/** So that not all widgets return in the same moment: each rest is up to so much longer. */
const SPREAD = 0.3;

const PASSES_BY_ITSELF: ReadonlySet<FailureCode> = new Set([
  "unreachable",
  "busy",
  "too_many",
  "slow",
  "failed",
]);

/** Resolves after a while, at once when the network comes back, or when the signal says so. */
function rest(ms: number, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  return new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    const wake = () => {
      clearTimeout(timer);
      resolve();
    };
    addEventListener("online", wake, { signal: over.signal });
    signal.addEventListener("abort", wake, { signal: over.signal });
    if (signal.aborted) wake();
  }).finally(() => over.abort());
}

export class Conversation implements ReactiveController {
  turns: Turn[] = [];
  #id: string | null = null;
  /** Whether the server takes feedback on its answers. */
  takesFeedback = false;
  /** For whom the answers are worded. */
  #audience: Audience = "clinician";
  #sending = false;
  /** Aborted when the element leaves the page or the conversation ends. */
  #ended = new AbortController();
  /** Aborted when the user stops waiting. */
  #stopped = new AbortController();
  /** Aborted when the user wants the next try now. */
  #rested = new AbortController();

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly failed: (code: FailureCode) => void,
    private readonly answered: (reply: Reply) => void,
    private readonly begunAnew: (said: string) => void,
  ) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#ended.abort();
  }

  hostConnected(): void {
    this.#ended = new AbortController();
    if (!this.turns.length) this.#recall();
    void this.#goOn();
  }

  get waiting(): boolean {
    return this.turns.some((turn) => turn.state === "waiting");
  }

  /** Whether the server has begun anew, so that it no longer knows what stands here. */
  get lost(): boolean {
    const sent = this.turns.findLast((turn) => turn.conversation !== null);
    return sent !== undefined && this.#id !== null && sent.conversation !== this.#id;
  }

  /** Add a message; it is shown at once and sent when those before it are through. */
  send(text: string, audience: Audience): void {
    if (!this.turns.length) this.#audience = audience;
    const turn: Turn = {
      id: newKey(),
      text,
      at: new Date(),
      conversation: null,
      state: "waiting",
      retries: 0,
      rest_ms: 0,
      reply: null,
      failure: null,
      done: [],
      verdict: null,
    };
    this.turns = [...this.turns, turn];
    this.#changed();
    void this.#sendWaiting();
  }

  /** Try again now what failed, was stopped, or rests before its next try. */
  retry(turn: Turn): void {
    if (turn.state === "waiting") return this.#rested.abort();
    if (turn.state === "answered") return;
    turn.state = "waiting";
    turn.retries = 0;
    turn.failure = null;
    this.#changed();
    void this.#sendWaiting();
  }

  /** Wait for no answer any longer. */
  stop(): void {
    for (const turn of this.turns) if (turn.state === "waiting") turn.state = "stopped";
    this.#stopped.abort();
    this.#changed();
  }

  /** Note that a next step was done, or that it was not. */
  tick(turn: Turn, step: string, done: boolean): void {
    turn.done = [...turn.done.filter((each) => each !== step), ...(done ? [step] : [])];
    this.#changed();
  }

  /** Say whether an answer is right; why the server could not take it, or null where it did. */
  async judge(turn: Turn, verdict: Verdict, comment: string): Promise<FailureCode | null> {
    if (!turn.reply) return "failed";
    try {
      await sendFeedback(turn.reply.answer, verdict, comment, this.#ended.signal);
    } catch (problem) {
      return problem instanceof Failure ? problem.code : "failed";
    }
    turn.verdict = verdict;
    this.#changed();
    return null;
  }

  /** Forget everything, here and at the server; says whether the server has confirmed it. */
  async end(): Promise<boolean> {
    this.#ended.abort();
    this.#ended = new AbortController();
    const ids = new Set([this.#id, ...this.turns.map((turn) => turn.conversation)]);
    this.#id = null;
    this.turns = [];
    this.#changed();
    const told = [...ids].filter((id) => id !== null).map(forgetConversation);
    return (await Promise.all(told)).every(Boolean);
  }

  #changed(): void {
    this.host.requestUpdate();
    if (this.turns.length) remember({ id: this.#id, audience: this.#audience, turns: this.turns });
    else forget();
  }

  #recall(): void {
    const remembered = recall();
    if (remembered === null) return;
    this.#id = remembered.id;
    this.#audience = remembered.audience;
    this.turns = remembered.turns;
    this.host.requestUpdate();
  }

  /** Ask the server whether it still knows the conversation, then send what waits. */
  async #goOn(): Promise<void> {
    const { signal } = this.#ended;
    if (this.#id !== null) {
      try {
        const wanted = { conversation: this.#id, audience: this.#audience };
        const session = await beginConversation(wanted, signal);
        if (signal.aborted) return;
        this.#enter(session);
        this.#changed();
      } catch {
        // Nothing was asked by the user yet: the next message says what is wrong.
      }
    }
    void this.#sendWaiting();
  }

  #enter({ conversation, feedback }: Session): void {
    this.#id = conversation;
    this.takesFeedback = feedback;
  }

  async #sendWaiting(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    while (!this.#ended.signal.aborted) {
      const turn = this.turns.find((each) => each.state === "waiting");
      if (!turn) break;
      await this.#ask(turn);
      this.#changed();
    }
    this.#sending = false;
  }

  /** Ask until there is an answer, a failure that does not pass, or nobody who waits. */
  async #ask(turn: Turn): Promise<void> {
    this.#stopped = new AbortController();
    const signal = AbortSignal.any([this.#ended.signal, this.#stopped.signal]);
    for (;;) {
      const isNew = this.#id === null;
      try {
        let id = this.#id;
        if (id === null) {
          const session = await beginConversation({ audience: this.#audience }, signal);
          if (signal.aborted) return;
          this.#enter(session);
          id = session.conversation;
        }
        turn.conversation = id;
        this.#changed();
        const reply = await sendMessage({ conversation: id, id: turn.id, text: turn.text }, signal);
        if (signal.aborted) return;
        turn.reply = reply;
        if (reply.again) return this.#fail(turn, "failed");
        turn.state = "answered";
        turn.failure = null;
        this.answered(reply);
        if (reply.forgets) this.#beginAnew(turn, reply);
        return;
      } catch (problem) {
        if (signal.aborted) return;
        const failure = problem instanceof Failure ? problem : new Failure("failed");
        if (failure.code === "expired" && !isNew) {
          this.#id = null; // the server has begun anew, and the message goes there
          continue;
        }
        const rest_ms = RESTS_MS[turn.retries];
        if (!PASSES_BY_ITSELF.has(failure.code) || rest_ms === undefined) {
          return this.#fail(turn, failure.code);
        }
        turn.failure = failure.code;
        turn.rest_ms = Math.max(rest_ms * (1 + SPREAD * Math.random()), failure.rest_ms);
        this.#rested = new AbortController();
        this.#changed();
        await rest(turn.rest_ms, AbortSignal.any([signal, this.#rested.signal]));
        if (signal.aborted) return;
        turn.retries += 1;
        this.#changed();
      }
    }
  }

  /**
   * A typed "new patient" does what the button does; what was sent behind it is the new one's.
   * With values in the same message it is their beginning: it stays, and so does its conversation.
   */
  #beginAnew(turn: Turn, reply: Reply): void {
    const isBeginning = reply.answer.observations.length > 0;
    const place = this.turns.indexOf(turn) + (isBeginning ? 0 : 1);
    const over = this.turns.slice(0, place);
    this.turns = this.turns.slice(place);
    if (!isBeginning) this.#id = null;
    for (const id of new Set(over.map((each) => each.conversation))) {
      if (id !== null && id !== this.#id) void forgetConversation(id);
    }
    this.begunAnew(isBeginning ? "" : reply.opening);
  }

  #fail(turn: Turn, code: FailureCode): void {
    turn.state = "failed";
    turn.failure = code;
    this.failed(code);
  }
}
