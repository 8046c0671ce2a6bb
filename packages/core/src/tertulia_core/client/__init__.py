"""The client engine joined to the network, for any user interface."""
