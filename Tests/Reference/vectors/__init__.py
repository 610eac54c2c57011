"""The conformance vectors: one module per file of Vectors/. Each has `make()`, which returns the content of its file.

Expectations are stated here by hand, case by case or family by family, from PROFILE.md and the standards; no module of this package runs the verifier.
"""
