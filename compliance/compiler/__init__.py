"""Typed tree → Ibis expressions (a set), and → Python values (one record, explains itself)."""
