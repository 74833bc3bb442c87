/** The panel: beside the page where there is room, and alone over all of it on a phone. */
import type { LitElement, ReactiveController } from "lit";

/** The style sheet gives the panel the whole window there, so the page behind it must rest. */
const NARROW = "(max-width: 560px)";

export class Panel implements ReactiveController {
  #narrow = matchMedia(NARROW);

  constructor(private readonly host: LitElement & { open: boolean }) {
    host.addController(this);
  }

  hostConnected(): void {
    this.#narrow.addEventListener("change", this.#update);
    this.#update(); // in another place of the page nothing is modal any more
  }

  hostDisconnected(): void {
    this.#narrow.removeEventListener("change", this.#update);
  }

  hostUpdated(): void {
    const panel = this.host.shadowRoot?.getElementById("panel") as HTMLDialogElement | null;
    if (!panel?.isConnected) return;
    const wanted = !this.host.open ? "closed" : this.#narrow.matches ? "alone" : "beside";
    const is = !panel.open ? "closed" : panel.matches(":modal") ? "alone" : "beside";
    if (wanted === is) return;
    const focused = this.host.shadowRoot?.activeElement as HTMLElement | null;
    panel.close();
    if (wanted === "alone") panel.showModal();
    if (wanted === "beside") panel.toggleAttribute("open", true); // show() would take the focus
    if (is !== "closed" && wanted !== "closed") focused?.focus();
  }

  /** Escape closes what is on top: a popover, else the panel. */
  keydown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || this.host.renderRoot.querySelector(":popover-open")) return;
    this.host.open = false;
  };

  /** The system may close it too: with a phone's gesture of going back. */
  closed = (event: Event): void => {
    if (!(event.target as HTMLDialogElement).open) this.host.open = false;
  };

  #update = (): void => this.host.requestUpdate();
}
