/** A message and what became of it. */
import type { FailureCode, Reply, Verdict } from "./assistant.js";

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

/** A new message, not sent yet. */
export function newTurn(text: string): Turn {
  return {
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
}

/** Unguessable; `crypto.randomUUID` is missing on intranet pages without TLS. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}
