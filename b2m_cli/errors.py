"""How a command ends when it cannot do what was asked."""


class Stop(Exception):
    """Ends the command with one line on standard error. ``code`` is the exit code."""

    code = 1


class BadInput(Stop):
    """What was given cannot be used: the line says what is wrong with it and what was expected."""

    code = 2
