"""How the pages of a workspace look, with colours that everybody can read."""
