"""Boomi's Platform REST API: one protocol, one small file per object."""
