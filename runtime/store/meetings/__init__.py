"""Where requests are talked about: meetings and agendas, contacts that were had, and opinions that were asked for."""
