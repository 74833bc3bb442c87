"""How well intents are recognised: by the candidates side by side, and by the assistant's model."""
