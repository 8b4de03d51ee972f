"""Who is asked at a step, what their votes add up to, and the sentences that say so; it moves nothing."""
