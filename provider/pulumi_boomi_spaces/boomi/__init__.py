"""Talking to Boomi: Platform REST API, sign-in and Spaces GraphQL API, and what the provider remembers of them."""
