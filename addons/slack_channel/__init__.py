"""Slack: from its events to turns of the assistant, and from answers to messages.

``channel`` is the door, over HTTP or Socket Mode (``settings``, ``signing``, ``socket_mode``). A
payload becomes an event (``events``, ``typed``); the ``inbox`` decides whether it is for us
(``access``, ``identity``) and hands it to its ``threads`` or ``asides``. These let the ``player``
answer, and the ``outbox`` brings ``messages`` and ``files`` to Slack (``web_api``). ``journal``
remembers which message was answered, by ids alone; ``history`` reads the rest from Slack.
"""
