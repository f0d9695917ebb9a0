"""The `filegate` command."""
