"""From a draft to a version: what must be mended before, now or at a date, the versions there are, and the public links."""
