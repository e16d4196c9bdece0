"""Tools for the owners of rules: scenarios in their own words, and what they prove."""
