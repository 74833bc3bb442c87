"""What runs inside the Rasa server: components of the pipeline, and the channels."""
