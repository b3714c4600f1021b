"""Boomi's GraphQL API, as far as it is about Spaces: one schema, one small file of resolvers per area."""
