"""The same change as a Python programmer would write it: read, compute, executemany.

    python3 update_rows.py DATABASE
"""
import sqlite3
import sys

database = sqlite3.connect(sys.argv[1])
rows = database.execute("SELECT id, a FROM t ORDER BY id")
database.executemany(
    "UPDATE t SET b = ? WHERE id = ?", ((a + id * 0.5, id) for id, a in rows)
)
database.commit()
database.close()
