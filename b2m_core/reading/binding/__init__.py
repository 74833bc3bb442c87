"""Which number belongs to which name? ``binder`` is the one to read first."""
