#!/usr/bin/env bash
# Measures requests per second and p99 of the running site (make run) with 16 connections. Needs wrk.
#     tools/benchmarks/pages.sh [http://127.0.0.1:8000]
set -eu
url=${1:-http://127.0.0.1:8000}
command -v wrk >/dev/null || { echo "Install wrk first (Debian: apt-get install wrk)."; exit 1; }
question=$(curl -s -o /dev/null -w '%{redirect_url}' "$url/screening/new/")
for address in "$url/" "$url/what-is-ketamine/" "$url/screening/" "$question"; do
  echo "$address"
  wrk -t2 -c16 -d5s --latency -H 'Accept-Encoding: br' "$address" | grep -E '99%|Requests/sec|Non-2xx' || true
done
