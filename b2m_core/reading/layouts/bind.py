"""Which numbers does a layout bind? What stands in none of them is bound as prose."""

from b2m_core.reading.binding.bound import Bindings
from b2m_core.reading.layouts.fhir import Fhir
from b2m_core.reading.layouts.fishbones import Fishbones
from b2m_core.reading.layouts.hl7 import Hl7
from b2m_core.reading.layouts.joined_names import split_joined_names
from b2m_core.reading.layouts.json_results import JsonResults
from b2m_core.reading.layouts.lists import Lists
from b2m_core.reading.layouts.tables import Tables


def bind_layouts(bindings: Bindings) -> None:
    """Bind every number whose place in a table or a message says whose it is."""
    split_joined_names(bindings.page)
    Tables(bindings).bind()
    Hl7(bindings).bind()
    Fhir(bindings).bind()
    JsonResults(bindings).bind()
    Lists(bindings).bind()
    Fishbones(bindings).bind()
