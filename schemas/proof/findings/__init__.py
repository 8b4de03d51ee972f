"""What is proved of a process, one module for each question; `schemas.proof.proving` asks them all."""
