"""How a process stands in JSON: each part read generously and written strictly, and the contract of the format part by part; `schemas.document` is the door."""
