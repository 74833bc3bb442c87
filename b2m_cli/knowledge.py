"""The knowledge, or one line that says which file is wrong."""

from b2m_cli.errors import Stop
from b2m_core.knowledge.library import Library, load_library
from b2m_core.knowledge.yaml_files import KnowledgeError


def knowledge() -> Library:
    """The library; raises ``Stop`` with the file, the key and what was expected."""
    try:
        return load_library()
    except KnowledgeError as error:
        mistakes = "; ".join(line.strip() for line in str(error).splitlines())
        raise Stop(f"the knowledge cannot be used: {mistakes}") from error
