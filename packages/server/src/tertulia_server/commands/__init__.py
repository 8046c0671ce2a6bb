"""What the server does when asked: the rows of the command table, a module per topic."""
