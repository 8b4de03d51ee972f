"""The Steps tab: the flow as cards or on a canvas, with the panels of steps and ways."""
