"""What a change of a request is made of, before anybody has made it: its journal lines, its errands, its links."""
