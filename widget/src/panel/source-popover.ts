/** One source beside the number that was pressed. */
import { html, type LitElement, nothing, type TemplateResult } from "lit";
import { source } from "../card/sources.js";
import type { Citation } from "../generated/answer.js";
import { filled, type Strings } from "../strings.js";

/** Between the popover and the edge of the window, and between it and its number, in pixels. */
const EDGE = 12;
const GAP = 6;

export interface Source {
  citation: Citation;
  number: number;
}

export class SourcePopover {
  #shown: Source | null = null;
  #marker: HTMLElement | null = null;

  constructor(private readonly host: LitElement) {}

  clear(): void {
    this.#shown = null;
    this.host.requestUpdate();
  }

  async show(shown: Source, marker: HTMLElement): Promise<void> {
    this.#shown = shown;
    this.host.requestUpdate();
    await this.host.updateComplete;
    const popover = this.host.renderRoot.querySelector<HTMLElement>("#source");
    if (!popover) return;
    this.#marker = marker;
    popover.showPopover();
    const at = marker.getBoundingClientRect();
    const left = Math.min(at.left, window.innerWidth - popover.offsetWidth - EDGE);
    const below = at.bottom + GAP;
    const above = at.top - popover.offsetHeight - GAP;
    const fits = below + popover.offsetHeight < window.innerHeight;
    popover.style.setProperty("left", `${Math.max(EDGE, left)}px`);
    popover.style.setProperty("top", `${fits ? below : Math.max(EDGE, above)}px`);
    (popover.querySelector("a") ?? popover).focus();
  }

  render(strings: Strings): TemplateResult {
    const shown = this.#shown;
    const name = shown && filled(strings.source, { number: shown.number });
    return html`<div
      id="source"
      popover
      role="dialog"
      tabindex="-1"
      aria-label=${name ?? nothing}
      @toggle=${this.#toggled}
    >
      ${shown ? html`<p class="source-number">${name}</p>${source(shown.citation, strings)}` : nothing}
    </div>`;
  }

  /** Give the focus back to the number that was pressed, unless it went elsewhere by itself. */
  #toggled = (event: ToggleEvent): void => {
    const focused = this.host.shadowRoot?.activeElement ?? null;
    const isLost = focused === null || (event.target as HTMLElement).contains(focused);
    if (event.newState === "closed" && isLost) this.#marker?.focus();
  };
}
