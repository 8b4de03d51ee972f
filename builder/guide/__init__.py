"""The guided beginning: what it asks, what it understands, and the draft that it makes of that."""
