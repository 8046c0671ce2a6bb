"""One message, many receivers: encode once per delivery profile, join once per room."""
