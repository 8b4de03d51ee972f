"""What a process is: form, flow, the steps and the ways between them, who is asked and how votes count; plain definitions that know nothing of JSON and import nothing but words."""
