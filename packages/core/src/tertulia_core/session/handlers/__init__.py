"""What is done about each message, by topic."""
