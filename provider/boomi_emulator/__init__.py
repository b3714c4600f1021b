"""An emulator of the parts of the Boomi platform that the Spaces provider speaks to.

It answers over real HTTP, keeps its state in one SQLite file and is strict where Boomi is strict. What it does not
serve it refuses by name (501). It imports nothing of the provider.
"""
