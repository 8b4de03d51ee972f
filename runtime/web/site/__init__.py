"""The site as a whole: the places in the bar at the top, look and language, the house's own style, work without a network, the handbook, and whether it is alive."""
