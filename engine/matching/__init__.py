"""Finding duplicates: keys (blocking) -> compare -> weigh -> veto -> cluster -> explain; train;
evaluate.
"""
