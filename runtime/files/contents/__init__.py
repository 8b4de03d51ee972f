"""What a file that was sent really is, whatever its name says. Pure of rows and requests: paths in, refusals out."""
