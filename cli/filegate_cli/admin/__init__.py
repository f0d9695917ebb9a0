"""Commands for whoever runs the deployment: they need AWS credentials, not an API key."""
