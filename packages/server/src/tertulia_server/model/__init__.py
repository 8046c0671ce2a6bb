"""The people, sessions and channels of the server, with their invariants."""
