"""The text protocol as values: IRC lines, tags, limits and tables, without any I/O."""
