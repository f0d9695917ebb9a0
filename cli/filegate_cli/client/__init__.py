"""Commands for whoever has files: they need OPENAI_BASE_URL and OPENAI_API_KEY, and no AWS credentials."""
