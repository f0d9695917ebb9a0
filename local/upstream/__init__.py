"""A small OpenAI-compatible provider on this machine, for batches to be sent to. It knows nothing and answers at once."""
