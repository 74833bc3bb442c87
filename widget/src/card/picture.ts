/** The chart of serial values. */
import { html, nothing, type TemplateResult } from "lit";
import { addressOf, type Chart } from "../conversation/assistant.js";
import type { Strings } from "../strings.js";

/** Serial values over time; where the picture is gone, its words stand in its place. */
export function picture(chart: Chart | null, strings: Strings): TemplateResult | typeof nothing {
  if (chart === null) return nothing;
  const address = addressOf(chart);
  return html`<figure class="chart">
    <img src=${address} alt=${chart.alt} />
    <a href=${address} target="_blank" rel="noopener noreferrer" lang=${strings.locale}
      >${strings.open_chart}<span class="hidden"> (${strings.new_tab})</span></a
    >
  </figure>`;
}
