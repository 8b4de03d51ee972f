"""The pages by which a process or a template comes in or goes out: the gallery, its API, templates, packages and files of other formats."""
