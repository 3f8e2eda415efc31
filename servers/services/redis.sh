#!/usr/bin/env bash
# Redis as a broker of tasks: servers/services/redis.sh <port> <folder>. It keeps nothing when it ends.
# needs: redis-server=redis-server
set -Eeuo pipefail

exec redis-server --bind 127.0.0.1 --port "$1" --dir "$2" --save '' --appendonly no --daemonize no --loglevel warning
