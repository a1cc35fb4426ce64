"""How fast the program is: pages and acts beside a floor measured in the same run.

`python -m bench` starts two installations of its own, one with one school and one with many, and
measures both in turns, so that what else the machine does falls on both. Nothing here fails a test.
"""
