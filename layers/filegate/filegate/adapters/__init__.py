"""The ports of the domain, kept by AWS. Only this package imports botocore."""
