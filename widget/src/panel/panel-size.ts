/** The size of the panel, as its grip is dragged, moved by key, or pressed. */

/** How far an arrow key moves the panel's edge, in pixels. */
const STEP = 40;

const STEPS: Record<string, [number, number]> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

function panelOf(event: Event): HTMLElement | null {
  return (event.target as HTMLElement).closest<HTMLElement>(".panel");
}

/** Which way the panel grows: away from the side, and from the top or bottom, where it stands. */
function awayFromCorner(panel: HTMLElement): [1 | -1, 1 | -1] {
  const host = (panel.getRootNode() as ShadowRoot).host;
  const position = host.getAttribute("position") ?? "";
  const isRight = position.endsWith("end") === (getComputedStyle(host).direction === "ltr");
  return [isRight ? -1 : 1, position.startsWith("top") ? 1 : -1];
}

/** The style sheet keeps it within the window. */
function resize({ style }: HTMLElement, width: number, height: number): void {
  style.setProperty("--panel-width", `${width}px`);
  style.setProperty("--panel-height", `${height}px`);
}

export class PanelSize {
  #wasDragged = false;

  /** The panel's corner that is away from the launcher follows the pointer. */
  drag = (event: PointerEvent): void => {
    const grip = event.target as HTMLElement;
    const panel = panelOf(event);
    if (!panel) return;
    const { width, height } = panel.getBoundingClientRect();
    const [towardsX, towardsY] = awayFromCorner(panel);
    const over = new AbortController();
    this.#wasDragged = false;
    const move = (to: PointerEvent) => {
      this.#wasDragged = true;
      resize(
        panel,
        width + (to.clientX - event.clientX) * towardsX,
        height + (to.clientY - event.clientY) * towardsY,
      );
    };
    grip.setPointerCapture(event.pointerId);
    grip.addEventListener("pointermove", move, { signal: over.signal });
    for (const end of ["pointerup", "pointercancel"]) {
      grip.addEventListener(end, () => over.abort(), { signal: over.signal });
    }
  };

  moveByKey = (event: KeyboardEvent): void => {
    const panel = panelOf(event);
    const step = STEPS[event.key];
    if (!panel || !step) return;
    event.preventDefault();
    const [towardsX, towardsY] = awayFromCorner(panel);
    const { width, height } = panel.getBoundingClientRect();
    resize(panel, width + step[0] * towardsX, height + step[1] * towardsY);
  };

  /** A click without a drag: large, or back to the size that the style sheet gives. */
  toggle = (event: MouseEvent): void => {
    const panel = panelOf(event);
    const isEndOfDrag = event.detail > 0 && this.#wasDragged;
    if (!panel || isEndOfDrag) return;
    if (panel.style.getPropertyValue("--panel-width")) {
      panel.style.removeProperty("--panel-width");
      panel.style.removeProperty("--panel-height");
    } else {
      resize(panel, window.innerWidth, window.innerHeight);
    }
  };
}
