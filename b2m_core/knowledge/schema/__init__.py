"""What a knowledge file may say, as typed, frozen models: one class a kind of file in ``content/``.

``rules`` is the one to read first. Nothing here computes; ``library`` loads the files and
``tables`` proves them.
"""
