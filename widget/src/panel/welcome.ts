/** An empty conversation: what can be asked, and three examples. */
import { html, type TemplateResult } from "lit";
import type { Strings } from "../strings.js";

export function welcome(strings: Strings, send: (text: string) => void): TemplateResult {
  return html`<section class="welcome">
    <h2>${strings.welcome}</h2>
    <p>${strings.welcome_text}</p>
    <div class="examples" role="group" aria-label=${strings.examples_label}>
      ${strings.examples.map(
        (example) => html`<button
          type="button"
          class="example"
          lang="en"
          @click=${() => send(example)}
          >${example}<span aria-hidden="true">→</span></button
        >`,
      )}
    </div>
  </section>`;
}
