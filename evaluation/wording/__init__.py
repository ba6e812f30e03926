"""Every word that a user reads, one module per part of the product."""
