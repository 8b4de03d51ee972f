"""Where the steps of a flow and the ways between them stand in a picture. `flow_layout` is the door."""
