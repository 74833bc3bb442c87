/** The conversation outside the widget: as text for a chart note, as a file, on paper. */
import type { Turn } from "./conversation/turn.js";
import { filled, type Strings } from "./strings.js";

function dateOf(at: Date, strings: Strings): string {
  return at.toLocaleString(strings.locale, { dateStyle: "medium", timeStyle: "short" });
}

/** One answer: whose words these are and of when, the server's note, the knowledge's version. */
export function noteOf(turn: Turn, strings: Strings): string {
  if (!turn.reply) return "";
  const { answer, note } = turn.reply;
  return [
    `${strings.title}, ${dateOf(turn.at, strings)}`,
    note,
    filled(strings.knowledge_version, { version: answer.knowledge_version }),
  ].join("\n\n");
}

/** All turns, one below the other, with what was asked. */
export function textOf(turns: Turn[], strings: Strings): string {
  const parts = turns.map((turn) => {
    const asked = `${strings.you}, ${dateOf(turn.at, strings)}:\n${turn.text}`;
    return `${asked}\n\n${noteOf(turn, strings) || strings.not_answered}\n`;
  });
  return parts.join(`\n${"-".repeat(72)}\n\n`);
}

/** Copy a text; false where the browser does not allow it. `within`: a place that can have the focus. */
export async function copy(text: string, within: Element): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyFromField(text, within); // without TLS there is no other way
  }
}

function copyFromField(text: string, within: Element): boolean {
  const focused = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  field.style.setProperty("position", "fixed");
  field.style.setProperty("opacity", "0");
  within.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  (focused as HTMLElement | null)?.focus();
  return copied;
}

/** Offer a text as a file. */
export function download(text: string, at: Date): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = `b2m-${at.toISOString().slice(0, 16).replace(/[T:]/g, "-")}.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Print the conversation alone, in its own looks, with everything opened. */
export async function print(list: Element, styles: string, title: string): Promise<void> {
  const frame = document.createElement("iframe");
  frame.setAttribute("aria-hidden", "true");
  frame.style.setProperty("position", "fixed");
  frame.style.setProperty("width", "0");
  frame.style.setProperty("height", "0");
  frame.style.setProperty("border", "0");
  document.body.append(frame);
  const page = frame.contentDocument;
  const view = frame.contentWindow as (Window & typeof globalThis) | null;
  if (!page || !view) return frame.remove();
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(styles);
  page.adoptedStyleSheets = [sheet];
  page.documentElement.style.setProperty("color-scheme", "light");
  page.title = title;
  const paper = page.createElement("div");
  paper.className = "root paper";
  paper.append(page.importNode(list, true));
  for (const details of paper.querySelectorAll("details")) details.open = true;
  page.body.append(paper);
  const pictures = [...paper.querySelectorAll("img")].map((each) => each.decode());
  await Promise.allSettled(pictures); // one that is gone leaves its words
  view.addEventListener("afterprint", () => setTimeout(() => frame.remove()));
  view.focus();
  view.print();
}
