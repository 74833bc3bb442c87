/** The widget's looks: one sheet, constructed, so that a strict content policy lets it through. */
import { css } from "lit";
import { styles as card } from "./card/card.styles.js";
import { styles as correction } from "./card/correction.styles.js";
import { styles as feedback } from "./card/feedback.styles.js";
import { styles as finding } from "./card/finding.styles.js";
import { styles as observed } from "./card/observed.styles.js";
import { styles as picture } from "./card/picture.styles.js";
import { styles as sources } from "./card/sources.styles.js";
import { styles as contrast } from "./contrast.styles.js";
import { styles as controls } from "./controls.styles.js";
import { styles as ground } from "./ground.styles.js";
import { styles as bar } from "./panel/bar.styles.js";
import { styles as composer } from "./panel/composer.styles.js";
import { styles as exchange } from "./panel/exchange.styles.js";
import { styles as frame } from "./panel/frame.styles.js";
import { styles as list } from "./panel/list.styles.js";
import { styles as welcome } from "./panel/welcome.styles.js";
import { styles as paper } from "./paper.styles.js";

/** From the general to what overrides it. */
export const styles = css`
  ${ground}
  ${controls}
  ${frame}
  ${bar}
  ${list}
  ${welcome}
  ${exchange}
  ${card}
  ${observed}
  ${correction}
  ${feedback}
  ${picture}
  ${finding}
  ${sources}
  ${composer}
  ${contrast}
  ${paper}
`;
