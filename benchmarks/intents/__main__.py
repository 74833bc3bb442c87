"""Which classifier understands best, and how sure must it be?

python -m benchmarks.intents compare    benchmarks/INTENTS.md: the candidates side by side
python -m benchmarks.intents report     docs/intents.md: what the assistant's own model does
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from b2m_cli.model import PROJECT, trained_model
from benchmarks.intents.asked import HELD_OUT, Phrase, ask, held_out, in_longer_messages
from benchmarks.intents.compare import CANDIDATES, comparison, measured
from benchmarks.intents.report import draw, report


def main() -> None:
    """The command line; ``ask`` is what compare starts for each trained model."""
    match sys.argv[1:]:
        case ["compare"]:
            figures = {name: measured(name) for name in CANDIDATES}
            (PROJECT / "benchmarks" / "INTENTS.md").write_text(comparison(figures))
        case ["report"]:
            alone = [phrase for source in HELD_OUT for phrase in held_out(source)]
            longer = [one for source in HELD_OUT for one in in_longer_messages(held_out(source))]
            asked = ask(trained_model(), [*alone, *longer]).asked
            draw([one for one in asked if not one.longer], PROJECT / "docs")
            (PROJECT / "docs" / "intents.md").write_text(report(asked))
        case ["ask", model, phrases]:
            asking = [Phrase(**one) for one in json.loads(Path(phrases).read_text())]
            print(json.dumps(asdict(ask(Path(model), asking))))
        case _:
            sys.exit("expected compare or report")


if __name__ == "__main__":
    main()
