"""Figures of many customers: how revenue is spread over them, and calendar months."""
