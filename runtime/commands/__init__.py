"""The command line of whoever runs an installation, and what only it does."""
