"""Beta-2 microglobulin results, read and interpreted: everything that is true without Rasa."""
