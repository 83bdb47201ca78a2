"""What the words mean: vocabulary, shapes, gazetteer and register as data, checked when they are loaded.

The lowest folder: it also holds what everything above shares, the error tree and the minting of IRIs.
"""
