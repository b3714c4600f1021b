"""OAuth 2.0 beside Boomi: what the identity provider has to know, and how far a connection is."""

from __future__ import annotations

from .redirect import redirect_uri
from .status import consent_basis, is_new_basis, status

__all__ = ["consent_basis", "is_new_basis", "redirect_uri", "status"]
