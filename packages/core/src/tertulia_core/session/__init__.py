"""The client engine without I/O: state, events, intents and what they look like."""
