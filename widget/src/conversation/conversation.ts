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
import { rest, restAfter } from "./retrying.js";
import { Tabs } from "./tabs.js";
import { newTurn, type Turn } from "./turn.js";

export class Conversation implements ReactiveController {
  turns: Turn[] = [];
  #id: string | null = null;
  /** Whether the server takes feedback on its answers. */
  takesFeedback = false;
  /** For whom the answers are worded. */
  #audience: Audience = "clinician";
  /** Of which beginning messages are being sent now. */
  #sending: AbortSignal | null = null;
  #tabs: Tabs | null = null;
  /** Resolved when it is known whether the conversation is this tab's own. */
  #settled = Promise.resolve();
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

  hostConnected(): void {
    addEventListener("pagehide", this.#rest);
    addEventListener("pageshow", this.#comeBack);
    if (!this.turns.length) this.#recall();
    this.#begin();
  }

  hostDisconnected(): void {
    removeEventListener("pagehide", this.#rest);
    removeEventListener("pageshow", this.#comeBack);
    this.#ended.abort();
    this.#rest();
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
    this.turns = [...this.turns, newTurn(text)];
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

  /** A page that is left takes no part, also where the browser keeps it for the way back. */
  #rest = (): void => {
    this.#tabs?.close();
    this.#tabs = null;
  };

  /** On the way back the page stands as it was left; what was said or forgotten since then counts. */
  #comeBack = (event: PageTransitionEvent): void => {
    if (!event.persisted) return;
    this.#ended.abort();
    this.#recall();
    this.begunAnew("");
    this.#begin();
  };

  #recall(): void {
    const remembered = recall();
    this.#id = remembered?.id ?? null;
    this.#audience = remembered?.audience ?? "clinician";
    this.turns = remembered?.turns ?? [];
    this.host.requestUpdate();
  }

  #begin(): void {
    this.#ended = new AbortController();
    this.#settled = this.#settle();
    void this.#goOn();
  }

  /** A copy of a tab leaves the conversation to the first one; what waits is sent there. */
  async #settle(): Promise<void> {
    let isSettled = false;
    const tabs = new Tabs(() => (isSettled ? this.#id : null));
    this.#tabs = tabs;
    if (this.#id !== null && !(await tabs.enter(this.#id))) {
      for (const turn of this.turns) if (turn.state === "waiting") turn.state = "stopped";
      this.#id = null;
      this.#changed();
    }
    isSettled = true;
  }

  /** Ask the server whether it still knows the conversation, then send what waits. */
  async #goOn(): Promise<void> {
    const { signal } = this.#ended;
    await this.#settled;
    const known = this.#id;
    if (this.turns.length && !signal.aborted) {
      try {
        const wanted = { ...(known && { conversation: known }), audience: this.#audience };
        const session = await beginConversation(wanted, signal);
        if (signal.aborted) return;
        if (this.#id === known) this.#enter(session);
        this.#changed();
      } catch {
        // Nothing was asked by the user yet: the next message says what is wrong.
      }
    }
    void this.#sendWaiting();
  }

  #enter({ conversation, feedback }: Session): void {
    if (conversation !== this.#id) this.#tabs?.begin(conversation);
    this.#id = conversation;
    this.takesFeedback = feedback;
  }

  async #sendWaiting(): Promise<void> {
    const { signal } = this.#ended;
    if (this.#sending === signal) return;
    this.#sending = signal;
    await this.#settled;
    while (!signal.aborted) {
      const turn = this.turns.find((each) => each.state === "waiting");
      if (!turn) break;
      await this.#ask(turn);
      if (!signal.aborted) this.#changed();
    }
    if (this.#sending === signal) this.#sending = null;
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
        const rest_ms = restAfter(failure, turn.retries);
        if (rest_ms === null) return this.#fail(turn, failure.code);
        turn.failure = failure.code;
        turn.rest_ms = rest_ms;
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
