"""Whether the signatures in a file hold: pure on bytes and known facts, no database, no network.

Whatever the validator throws is "không xác minh được", never an error page and never a signature
left out (docs/decisions/signatures.md).
"""
