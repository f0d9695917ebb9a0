"""One verb, one function, one file. Every dependency arrives as an argument."""
