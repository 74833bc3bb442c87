/** Copies of a tab take its memory with them: each goes on for itself, and none in another's case. */

const CHANNEL = "b2m-chat";

/** Another tab on this machine answers within so long. */
const PATIENCE_MS = 150;

type Said = { asks: string } | { has: string };

export class Tabs {
  #channel = new BroadcastChannel(CHANNEL);

  /** `own`: the conversation that this tab is in. */
  constructor(own: () => string | null) {
    this.#channel.addEventListener("message", ({ data }: MessageEvent<Said>) => {
      if ("asks" in data && data.asks === own()) this.#channel.postMessage({ has: data.asks });
    });
  }

  /** Whether another tab is in this conversation. */
  hasOther(conversation: string): Promise<boolean> {
    return new Promise((resolve) => {
      this.#channel.addEventListener("message", ({ data }: MessageEvent<Said>) => {
        if ("has" in data && data.has === conversation) resolve(true);
      });
      setTimeout(() => resolve(false), PATIENCE_MS);
      this.#channel.postMessage({ asks: conversation });
    });
  }

  close(): void {
    this.#channel.close();
  }
}
