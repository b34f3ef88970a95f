#!/bin/sh
# Serve the demonstration: the four sites, with the queue's worker beside them. Called by `make run`.
set -eu
: "${BIN:=.venv/bin}" "${HOST:=127.0.0.1}" "${PORT:=8000}"
export DJANGO_SETTINGS_MODULE="${DJANGO_SETTINGS_MODULE:-cms.settings.dev}" PYTHONUNBUFFERED=1 PORT

if ! "$BIN/python" - "$HOST" "$PORT" <<'PYTHON'
import socket, sys
with socket.socket() as listener:
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((sys.argv[1], int(sys.argv[2])))
    except OSError:
        sys.exit(1)
PYTHON
then
    echo "Port $PORT is taken. Another one: make run PORT=8001" >&2
    exit 1
fi

echo "→ preparing the database"
"$BIN/python" manage.py migrate --verbosity 1 --no-input
echo "→ filling the demonstration (only what is missing)"
"$BIN/python" manage.py demo --if-empty

worker=''
server=''
finish() { # finish [heard]: with Ctrl-C the worker has heard it too, and must not be told twice
    trap - EXIT INT TERM HUP
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    if [ -n "$worker" ]; then
        [ "${1:-}" = heard ] || kill "$worker" 2>/dev/null || true
        (sleep 15; kill "$worker"; sleep 15; kill -9 "$worker") 2>/dev/null &
        timer=$!
        wait "$worker" 2>/dev/null || true
        kill "$timer" 2>/dev/null || true
    fi
    [ -z "$server" ] || wait "$server" 2>/dev/null || true
}
trap finish EXIT
trap 'finish heard; exit 130' INT
trap 'finish; exit 143' TERM HUP

"$BIN/python" manage.py qcluster &
worker=$!

cat <<TEXT

  The four sites, until Ctrl-C:
    http://pes.apeas.fr.localhost:$PORT/
    http://pes.allianceprovence.org.localhost:$PORT/
    http://pes.mesclun.org.localhost:$PORT/
    http://pes.paca.localhost:$PORT/            the regional platform
  Their administration: add admin/ to any of them. The accounts: README.md

TEXT
"$BIN/python" manage.py runserver --noreload "$HOST:$PORT" &
server=$!
# The shell must be waiting, not inside a child, for the traps to run at once.
code=0
wait "$server" || code=$?
exit "$code"
