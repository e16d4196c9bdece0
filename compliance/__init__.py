"""Rules-based procurement and financial compliance checks."""

__version__ = "0.1.0"
