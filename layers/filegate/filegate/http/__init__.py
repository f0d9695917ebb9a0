"""API Gateway in and out: events become requests, answers become proxy responses."""
