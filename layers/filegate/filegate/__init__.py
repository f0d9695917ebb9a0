"""Filegate: an OpenAI-compatible Files API on API Gateway, Lambda, S3 and DynamoDB."""
