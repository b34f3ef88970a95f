"""What .ci/run asks about PostgreSQL, without psql: usable URL, port, drop URL PREFIX."""

import socket
import sys

import psycopg
from psycopg import sql

OLDEST = 140_000  # Django 5.2 needs PostgreSQL 14
EXTENSIONS = ["pg_trgm", "unaccent"]


def usable(url: str) -> int:
    """Succeed when the server lets us create databases and has what the migrations install."""
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            row = connection.execute(
                """
                SELECT rolcreatedb OR rolsuper,
                       (SELECT count(*) FROM pg_available_extensions WHERE name = ANY(%s))
                  FROM pg_roles WHERE rolname = current_user
                """,
                [EXTENSIONS],
            ).fetchone()
            version, user = connection.info.server_version, connection.info.user
    except psycopg.OperationalError:
        return 1
    if row is None or not row[0] or row[1] != len(EXTENSIONS) or version < OLDEST:
        return 1
    print(f"using the PostgreSQL {version // 10_000} that is listening, as {user}")
    return 0


def port() -> int:
    """Print a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        print(probe.getsockname()[1])
    return 0


def drop(url: str, prefix: str) -> int:
    """Drop the databases that an interrupted run left."""
    with psycopg.connect(url, autocommit=True) as connection:
        names = connection.execute("SELECT datname FROM pg_database").fetchall()
        for (name,) in names:
            if name == prefix or name.startswith(f"{prefix}_gw"):
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    return 0


COMMANDS = {"usable": usable, "port": port, "drop": drop}

if __name__ == "__main__":
    sys.exit(COMMANDS[sys.argv[1]](*sys.argv[2:]))  # type: ignore[operator]
