"""What is known of this patient now? Observations over the turns of a conversation."""
