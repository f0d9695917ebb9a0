"""A small OpenAI-compatible provider on this machine, for batches to be sent to. It only says what it was asked."""
