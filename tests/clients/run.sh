#!/usr/bin/env bash
# Runs clients that others wrote against both sandboxes, on free ports, and sums what they say.
set -uo pipefail
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)

(cd "$root" && cargo build --quiet --locked -p local -p sandbox) || exit 1
npm ci --no-audit --no-fund --silent || exit 1

read -r shopee tiktok < <(python3 - <<'PY'
import socket
sockets = [socket.socket() for _ in range(2)]
for one in sockets:
    one.bind(("127.0.0.1", 0))
print(*(one.getsockname()[1] for one in sockets))
PY
)
state=$(mktemp -d)
target=${CARGO_TARGET_DIR:-$root/target}
"$target/debug/sandbox" --shopee-port "$shopee" --tiktok-port "$tiktok" --state-dir "$state" \
  --shopee-calls-per-second 1000 --tiktok-calls-per-second 1000 >"$state/log" 2>&1 &
sandbox=$!
trap 'kill "$sandbox" 2>/dev/null; wait "$sandbox" 2>/dev/null; rm -rf "$state"' EXIT
for _ in $(seq 100); do
  if node -e "Promise.all([$shopee, $tiktok].map((port) => fetch('http://127.0.0.1:' + port + '/_sandbox/health'))).catch(() => process.exit(1))"; then break; fi
  kill -0 "$sandbox" 2>/dev/null || { cat "$state/log"; exit 1; }
  sleep 0.2
done

export SHOPEE_SANDBOX_URL="http://127.0.0.1:$shopee" TIKTOK_SANDBOX_URL="http://127.0.0.1:$tiktok"
passed=0 failed=0
for client in shopee tiktok; do
  echo "$client"
  said=$(node "$client.mjs" 2>&1)
  echo "$said"
  line=$(tail -n 1 <<<"$said")
  if [[ $line =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    passed=$((passed + BASH_REMATCH[1])) failed=$((failed + BASH_REMATCH[2]))
  else
    failed=$((failed + 1))
  fi
done
echo "$passed passed, $failed failed"
[[ $failed -eq 0 ]]
