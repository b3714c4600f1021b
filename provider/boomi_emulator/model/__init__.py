"""How Boomi's objects behave, whatever address they are reached by. REST objects and GraphQL areas both use it."""
