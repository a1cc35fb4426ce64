"""What is really in a file that came in: read only in a guarded process of its own.

Nothing here knows Django or the database. The parent process (`documents.inspector`) starts this
package with the file as its standard input and reads one JSON line.
"""
