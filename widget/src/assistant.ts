/** The way to the assistant's server: what may be asked of it, and how that can fail. */
import type { Answer } from "./generated/answer.js";
import isAnswer from "./generated/is-answer.js";
import { type Labels, NO_LABELS } from "./labels.js";
import type { strings } from "./strings.js";

export type FailureCode = keyof typeof strings.failures;

/** Why there is no answer. */
export class Failure extends Error {
  constructor(readonly code: FailureCode) {
    super(code);
  }
}

/** Longer than the server's own deadline, so that its honest answer arrives first. */
const PATIENCE_MS = 20_000;

/** The server is where this script came from. */
const SERVER = new URL(".", import.meta.url);

const CODE_OF_STATUS: Record<number, FailureCode> = {
  400: "refused",
  404: "expired",
  409: "refused",
  413: "refused",
  429: "busy",
  503: "busy",
  504: "slow",
};

async function ask(path: string, body: object | null, signal: AbortSignal): Promise<unknown> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  let response: Response;
  try {
    response = await fetch(new URL(path, SERVER), {
      ...(body && {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      }),
      credentials: "same-origin",
      signal: AbortSignal.any([signal, patience]),
    });
    if (response.ok) return await response.json();
  } catch (problem) {
    if (patience.aborted) throw new Failure("slow");
    throw new Failure(problem instanceof SyntaxError ? "malformed" : "unreachable");
  }
  throw new Failure(CODE_OF_STATUS[response.status] ?? "failed");
}

function member(thing: unknown, name: string): unknown {
  return typeof thing === "object" && thing !== null
    ? (thing as Record<string, unknown>)[name]
    : undefined;
}

/** Begin a conversation; the server issues its id. */
export async function beginConversation(signal: AbortSignal): Promise<string> {
  const conversation = member(await ask("session", {}, signal), "conversation");
  if (typeof conversation !== "string") throw new Failure("malformed");
  return conversation;
}

/** An answer, and what its text says before the parts that a card shows by themselves. */
export interface Reply {
  answer: Answer;
  opening: string;
}

/** Send one message. The same `id` gives the same answer, however often it is sent. */
export async function sendMessage(
  message: { conversation: string; id: string; text: string },
  signal: AbortSignal,
): Promise<Reply> {
  const reply = await ask("message", message, signal);
  const [answer, opening] = [member(reply, "answer"), member(reply, "opening")];
  if (!isAnswer(answer) || typeof opening !== "string") throw new Failure("malformed");
  return { answer, opening };
}

/** What the codes of an answer are called; codes stand for themselves where this fails. */
export async function fetchLabels(
  audience: Answer["audience"],
  signal: AbortSignal,
): Promise<Labels> {
  try {
    const labels = await ask(`labels.json?audience=${audience}`, null, signal);
    return { ...NO_LABELS, ...(labels as Labels) };
  } catch {
    return NO_LABELS;
  }
}
