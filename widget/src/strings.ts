/** What the interface says, from one file a language. Nothing clinical stands there. */
import de from "../strings/de.json";
import en from "../strings/en.json";

export type Strings = typeof en;

const LANGUAGES: Record<string, Strings> = { en, de };

/** The language's strings, by a tag such as `de-CH`; English where there are none. */
export function stringsOf(language: string): Strings {
  return LANGUAGES[language.toLowerCase().split("-")[0] ?? ""] ?? en;
}

/** Put values into a string's `{placeholders}`. */
export function filled(template: string, values: Record<string, string | number>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** A day as the reader's language writes it. */
export function dateOf(iso: string, strings: Strings): string {
  return new Date(`${iso}T00:00:00`).toLocaleDateString(strings.locale, { dateStyle: "medium" });
}
