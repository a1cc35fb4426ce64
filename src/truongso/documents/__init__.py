"""VĂN BẢN: files that came in and papers that were made, each with its fingerprint."""
