/** What the interface says, from one file a language. Nothing clinical stands there. */
import strings from "../strings/en.json";

export { strings };

/** Put values into a string's `{placeholders}`. */
export function filled(template: string, values: Record<string, string | number>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
