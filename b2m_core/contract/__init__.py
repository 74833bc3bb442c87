"""The public answer format: its codes and its models."""
