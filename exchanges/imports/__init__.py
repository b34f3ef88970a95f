"""Bringing structures in from files: read, convert by a declared mapping, compare, write, report."""
