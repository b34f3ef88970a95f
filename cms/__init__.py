"""The project and its kernel."""
