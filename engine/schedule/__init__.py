"""When something regular is done."""
