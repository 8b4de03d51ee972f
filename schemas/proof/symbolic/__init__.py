"""Values, rules and answers that are not known yet, as terms for the solver."""
