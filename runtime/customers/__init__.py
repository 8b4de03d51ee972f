"""The records of customers and contacts, with the fields that a house adds, and duplicates that become one."""
