"""The OpenAPI description of the JSON API and the shapes it is made of; it describes and answers nothing itself."""
