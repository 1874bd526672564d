"""The contributor's tools behind ``./dev``. Standard library only, one subject a file."""
