"""What follows from each message a server sends, one module per topic."""
