"""What the worker, the operator and the proofs ask across all requests: what is due, runs or is stuck, and whole tables for audit and backup."""
