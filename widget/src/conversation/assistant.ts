/** The way to the assistant's server: what may be asked of it, and how that can fail. */
import { type Labels, NO_LABELS } from "../card/labels.js";
import type { Answer } from "../generated/answer.js";
import isAnswer from "../generated/is-answer.js";
import type { Strings } from "../strings.js";

export type Audience = Answer["audience"];
export type FailureCode = keyof Strings["failures"];

/** Why there is no answer, and for how long the server wants to be left alone. */
export class Failure extends Error {
  constructor(
    readonly code: FailureCode,
    readonly rest_ms = 0,
  ) {
    super(code);
  }
}

/** Longer than the server's own deadline, so that its honest answer arrives first. */
const PATIENCE_MS = 20_000;

/** No server may ask for more. */
const LONGEST_REST_MS = 60_000;

/** The server is where this script came from. */
const SERVER = new URL(".", import.meta.url);

const CODE_OF_STATUS: Record<number, FailureCode> = {
  400: "refused",
  403: "refused",
  404: "expired",
  409: "refused",
  413: "refused",
  422: "personal",
  429: "too_many",
  502: "unreachable",
  503: "busy",
  504: "slow",
};

/** `Retry-After` is a number of seconds or a date. */
function restOf(response: Response): number {
  const said = response.headers.get("Retry-After") ?? "";
  const rest_ms = /^\d+$/.test(said) ? Number(said) * 1000 : Date.parse(said) - Date.now();
  return Math.min(Math.max(rest_ms || 0, 0), LONGEST_REST_MS);
}

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
    if (response.ok) return response.status === 204 ? null : await response.json();
  } catch (problem) {
    if (patience.aborted) throw new Failure("slow");
    throw new Failure(problem instanceof SyntaxError ? "malformed" : "unreachable");
  }
  throw new Failure(CODE_OF_STATUS[response.status] ?? "failed", restOf(response));
}

function member(thing: unknown, name: string): unknown {
  return typeof thing === "object" && thing !== null
    ? (thing as Record<string, unknown>)[name]
    : undefined;
}

/** A conversation as the server issued it, and whether it takes feedback on its answers. */
export interface Session {
  conversation: string;
  feedback: boolean;
}

/** Begin a conversation, or go on with one that the server still knows. */
export async function beginConversation(
  wanted: { conversation?: string; audience: Audience },
  signal: AbortSignal,
): Promise<Session> {
  const session = await ask("session", wanted, signal);
  const conversation = member(session, "conversation");
  if (typeof conversation !== "string") throw new Failure("malformed");
  return { conversation, feedback: member(session, "feedback") === true };
}

export type Verdict = "right" | "wrong";

/** Say whether an answer is right: where it came from, and nothing of what it is about. */
export async function sendFeedback(
  { findings, topics, knowledge_version }: Answer,
  verdict: Verdict,
  comment: string,
  signal: AbortSignal,
): Promise<void> {
  const rules = findings.map((finding) => finding.rule);
  await ask("feedback", { verdict, rules, topics, knowledge_version, comment }, signal);
}

/** Have a conversation forgotten, also while the page is being left. */
export async function forgetConversation(conversation: string): Promise<boolean> {
  try {
    const response = await fetch(new URL("forget", SERVER), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ conversation }),
      credentials: "same-origin",
      keepalive: true,
    });
    return response.ok;
  } catch {
    return false;
  }
}

/** A picture at the server, and the same in words. */
export interface Chart {
  path: string;
  title: string;
  alt: string;
}

function isChart(thing: unknown): thing is Chart {
  const path = member(thing, "path");
  return (
    typeof path === "string" &&
    /^chart\/[\w-]+\.svg$/.test(path) &&
    ["title", "alt"].every((name) => typeof member(thing, name) === "string")
  );
}

/** Where a chart can be seen. */
export function addressOf(chart: Chart): string {
  return new URL(chart.path, SERVER).href;
}

/** An answer, and what the server says about it. */
export interface Reply {
  answer: Answer;
  /** What its text says before the parts that a card shows by themselves. */
  opening: string;
  /** All of it as a text for a patient's notes. */
  note: string;
  /** It was asked why: the comparisons stand open. */
  explains: boolean;
  /** The picture of serial values, where there are some. */
  chart: Chart | null;
  /** Nothing else matters beside it. */
  urgent: boolean;
  /** All that was said before it, and it, are over. */
  forgets: boolean;
  /** The turn failed; the same message may be sent again. */
  again: boolean;
}

/** Whether a thing is a whole reply. */
export function isReply(thing: unknown): thing is Reply {
  return (
    isAnswer(member(thing, "answer")) &&
    ["opening", "note"].every((name) => typeof member(thing, name) === "string") &&
    ["explains", "urgent", "forgets", "again"].every(
      (name) => typeof member(thing, name) === "boolean",
    ) &&
    (member(thing, "chart") === null || isChart(member(thing, "chart")))
  );
}

/** Send one message. The same `id` gives the same reply, however often it is sent. */
export async function sendMessage(
  message: { conversation: string; id: string; text: string },
  signal: AbortSignal,
): Promise<Reply> {
  const reply = await ask("message", message, signal);
  if (!isReply(reply)) throw new Failure("malformed");
  return reply;
}

/** What the codes of an answer are called; codes stand for themselves where this fails. */
export async function fetchLabels(
  audience: Audience,
  signal: AbortSignal,
): Promise<Labels> {
  try {
    const labels = await ask(`labels.json?audience=${audience}`, null, signal);
    return { ...NO_LABELS, ...(labels as Labels) };
  } catch {
    return NO_LABELS;
  }
}
