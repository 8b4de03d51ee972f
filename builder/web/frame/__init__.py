"""What the pages of the designer share: the desk that every tab stands on, what panels post, who else is there, and where a problem is mended."""
