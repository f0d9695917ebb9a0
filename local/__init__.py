"""Runs the whole of Filegate on this machine: `make up`, `make down` and the stack of the end-to-end tests."""
