/** What survives a reload: kept for this tab and this site only, and until it is forgotten. */
import { type Audience, isReply } from "./assistant.js";
import type { Turn } from "./conversation.js";

const KEY = "b2m-chat";

/** So many turns come back after a reload. */
const MOST_TURNS = 50;

export interface Remembered {
  /** The conversation's id, as the server issued it. */
  id: string | null;
  audience: Audience;
  turns: Turn[];
}

/** The page may be denied its storage, and the storage may be full: then nothing is remembered. */
function storage<Result>(use: (storage: Storage) => Result): Result | null {
  try {
    return use(sessionStorage);
  } catch {
    return null;
  }
}

export function remember({ id, audience, turns }: Remembered): void {
  if (!turns.length) return forget();
  const text = JSON.stringify({ id, audience, turns: turns.slice(-MOST_TURNS) });
  storage((storage) => storage.removeItem(KEY)); // rather nothing than an older state
  storage((storage) => storage.setItem(KEY, text));
}

export function forget(): void {
  storage((storage) => storage.removeItem(KEY));
}

/** What was remembered, or null; what is damaged is not shown. */
export function recall(): Remembered | null {
  const text = storage((storage) => storage.getItem(KEY));
  if (!text) return null;
  try {
    const { id, audience, turns } = JSON.parse(text) as Remembered;
    for (const turn of turns) {
      if (turn.reply && !isReply(turn.reply)) return null;
      turn.at = new Date(turn.at);
    }
    return { id, audience, turns };
  } catch {
    return null;
  }
}
