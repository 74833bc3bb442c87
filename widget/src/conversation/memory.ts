/** What survives a reload: kept for this tab and this site only, and until it is forgotten. */
import { type Audience, isReply } from "./assistant.js";
import type { Turn } from "./turn.js";

const KEY = "b2m-chat";

/** So many turns come back after a reload. */
const MOST_TURNS = 50;

export interface Remembered {
  /** The conversation's id, as the server issued it. */
  id: string | null;
  audience: Audience;
  turns: Turn[];
}

/** What was written of each turn: only what changed is written, so that long lists stay quick. */
let written = new Map<string, string>();

/** The page may be denied its storage, and the storage may be full: then nothing is remembered. */
function storage<Result>(use: (storage: Storage) => Result): Result | null {
  try {
    return use(sessionStorage);
  } catch {
    return null;
  }
}

function keyOf(turn: string): string {
  return `${KEY}:${turn}`;
}

/** Says whether anything of a turn has changed that would be missed after a reload. */
function stateOf({ state, retries, failure, conversation, reply, done, verdict }: Turn): string {
  return JSON.stringify([state, retries, failure, conversation, reply !== null, done, verdict]);
}

export function remember({ id, audience, turns }: Remembered): void {
  const latest = turns.slice(-MOST_TURNS);
  const names = latest.map((turn) => turn.id);
  const isKept = storage((storage) => {
    for (const old of written.keys()) if (!names.includes(old)) drop(storage, old);
    for (const turn of latest) {
      const state = stateOf(turn);
      if (written.get(turn.id) === state) continue;
      drop(storage, turn.id); // rather nothing than an older state
      storage.setItem(keyOf(turn.id), JSON.stringify(turn));
      written.set(turn.id, state);
    }
    storage.setItem(KEY, JSON.stringify({ id, audience, turns: names }));
    return true;
  });
  if (!isKept) forget();
}

function drop(storage: Storage, turn: string): void {
  storage.removeItem(keyOf(turn));
  written.delete(turn);
}

export function forget(): void {
  written = new Map();
  storage((storage) => {
    for (const key of Object.keys(storage)) {
      if (key === KEY || key.startsWith(keyOf(""))) storage.removeItem(key);
    }
  });
}

/** What was remembered, or null; what is damaged is not shown. */
export function recall(): Remembered | null {
  return storage((storage) => {
    const { id, audience, turns: names } = JSON.parse(storage.getItem(KEY) ?? "");
    const turns = names.map((name: string) => {
      const turn: Turn = JSON.parse(storage.getItem(keyOf(name)) ?? "");
      turn.at = new Date(turn.at);
      const isWhole =
        typeof turn.text === "string" &&
        !Number.isNaN(turn.at.getTime()) &&
        Array.isArray(turn.done) &&
        (turn.reply === null || isReply(turn.reply));
      if (!isWhole) throw new Error("damaged");
      return turn;
    });
    return { id, audience, turns };
  });
}
