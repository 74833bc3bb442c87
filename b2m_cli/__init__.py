"""The ``b2m`` command. ``main`` is the place to start reading."""
