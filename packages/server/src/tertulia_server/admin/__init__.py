"""Commands from outside while the server runs: the door, the desk behind it, and its table."""
