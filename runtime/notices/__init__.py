"""Who is told of what, in which words and when; `channels` carries it out."""
