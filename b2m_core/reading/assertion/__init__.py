"""Is what is named so, not so, or only suspected? ``assertions`` is the one to read first."""
