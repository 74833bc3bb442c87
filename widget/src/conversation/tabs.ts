/** Copies of a tab take its memory with them: each goes on for itself, and none in another's case. */

const NAME = "b2m-chat";

/** Another tab on this machine answers within so long, and one that is left gives up its lock. */
const PATIENCE_MS = 150;

type Said = { asks: string } | { has: string };

/**
 * Knows whether another tab is in a conversation. Where the browser has locks, the tab in it holds
 * one, which tells also of a tab that is too busy to answer. A page that did not come over HTTPS
 * has none; there the tabs ask each other.
 */
export class Tabs {
  #channel = new BroadcastChannel(NAME);
  /** Aborted when this tab leaves the conversation whose lock it holds. */
  #left = new AbortController();

  /** `own`: the conversation that this tab is in. */
  constructor(own: () => string | null) {
    this.#channel.addEventListener("message", ({ data }: MessageEvent<Said>) => {
      if ("asks" in data && data.asks === own()) this.#channel.postMessage({ has: data.asks });
    });
  }

  /** Enter a conversation; false where another tab is in it. */
  enter(conversation: string): Promise<boolean> {
    return navigator.locks ? this.#lock(conversation) : this.#ask(conversation);
  }

  /** Enter a conversation that the server has just begun, and leave the one before. */
  begin(conversation: string): void {
    if (navigator.locks) void this.#lock(conversation);
  }

  close(): void {
    this.#channel.close();
    this.#left.abort();
  }

  /** Hold this conversation's lock until it is left; false where another tab holds it. */
  #lock(conversation: string): Promise<boolean> {
    this.#left.abort();
    const left = new AbortController();
    this.#left = left;
    return new Promise((resolve) => {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const hold = () => {
        resolve(true);
        return new Promise<void>((leave) => {
          if (left.signal.aborted) leave();
          left.signal.addEventListener("abort", () => leave());
        });
      };
      navigator.locks.request(`${NAME} ${conversation}`, { signal }, hold).catch(() => {
        resolve(false);
      });
    });
  }

  /** Whether no other tab says that it is in this conversation. */
  #ask(conversation: string): Promise<boolean> {
    return new Promise((resolve) => {
      this.#channel.addEventListener("message", ({ data }: MessageEvent<Said>) => {
        if ("has" in data && data.has === conversation) resolve(false);
      });
      setTimeout(() => resolve(true), PATIENCE_MS);
      this.#channel.postMessage({ asks: conversation });
    });
  }
}
