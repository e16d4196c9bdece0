"""The rule language: rule files read into a frozen, typed tree."""
