/** Whether and when a message is tried again by itself. */
import type { Failure, FailureCode } from "./assistant.js";

/** Before each retry that comes by itself; afterwards it takes a click. */
const RESTS_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/** So that not all widgets return in the same moment: each rest is up to so much longer. */
const SPREAD = 0.3;

const PASSES_BY_ITSELF: ReadonlySet<FailureCode> = new Set([
  "unreachable",
  "busy",
  "too_many",
  "slow",
  "failed",
]);

/** How long to rest before the next try; null where it takes a click. */
export function restAfter(failure: Failure, retries: number): number | null {
  const rest_ms = RESTS_MS[retries];
  if (!PASSES_BY_ITSELF.has(failure.code) || rest_ms === undefined) return null;
  return Math.max(rest_ms * (1 + SPREAD * Math.random()), failure.rest_ms);
}

/** Resolves after a while, at once when the network comes back, or when the signal says so. */
export function rest(ms: number, signal: AbortSignal): Promise<void> {
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
