"""What clients see of their requests and papers, and what colleagues see of a client."""
