"""DMN: a profile of the reference that reads FEEL as DMN does, and tables as DMN XML."""
