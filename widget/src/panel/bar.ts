/** The bar at the top: what this is, a new patient, and the menu. */
import { html, nothing, type TemplateResult } from "lit";
import type { Strings } from "../strings.js";

/** Between the menu and its button, in pixels. */
const GAP = 6;

/** What can be done from the bar; a page has nothing to close. */
export interface BarActions {
  newPatient(): void;
  download(): void;
  print(): void;
  forget(): void;
  close: (() => void) | null;
}

export function bar(
  strings: Strings,
  title: string,
  isEmpty: boolean,
  actions: BarActions,
): TemplateResult {
  return html`
    <div class="bar">
      <span class="mark" aria-hidden="true">β2</span>
      <div class="names">
        ${
          actions.close
            ? html`<h2 class="title">${title}</h2>`
            : html`<h1 class="title">${title}</h1>`
        }
        <p>${strings.subtitle}</p>
      </div>
      <div class="tools">
        <button type="button" class="plain" ?disabled=${isEmpty} @click=${actions.newPatient}
          >${strings.new_patient}</button
        >
        <button
          type="button"
          class="plain round"
          aria-label=${strings.more}
          popovertarget="menu"
          ?disabled=${isEmpty}
          ><svg viewBox="0 0 20 20" aria-hidden="true"><path d="M4 10h.01M10 10h.01M16 10h.01" /></svg></button
        >
        ${
          actions.close
            ? html`<button
                type="button"
                class="plain round"
                aria-label=${strings.close}
                @click=${actions.close}
                ><svg viewBox="0 0 20 20" aria-hidden="true"><path d="M5 5l10 10M15 5L5 15" /></svg></button
              >`
            : nothing
        }
      </div>
    </div>
    <div id="menu" popover @beforetoggle=${placeMenu} @click=${closeMenu}>
      <button type="button" @click=${actions.download}>${strings.download}</button>
      <button type="button" @click=${actions.print}>${strings.print}</button>
      <button type="button" @click=${actions.forget}>${strings.forget}</button>
    </div>
  `;
}

function placeMenu(event: ToggleEvent): void {
  const menu = event.currentTarget as HTMLElement;
  const button = menu.parentElement?.querySelector('[popovertarget="menu"]');
  if (event.newState !== "open" || !button) return;
  const at = button.getBoundingClientRect();
  menu.style.setProperty("top", `${at.bottom + GAP}px`);
  menu.style.setProperty("right", `${document.documentElement.clientWidth - at.right}px`);
}

function closeMenu(event: Event): void {
  (event.currentTarget as HTMLElement).hidePopover();
}
