"""What files, projects and keys are, and their rules: plain Python, no AWS, no HTTP."""
