"""Programs that keep the repository; nothing here is shipped."""
