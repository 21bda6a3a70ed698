#!/bin/sh
# Find or install the browser of the journeys. Without one the journeys are skipped, unless NEISSE_BROWSER=required.
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && apt-get install -y -qq chromium >/dev/null && exit 0
fi
echo "NO BROWSER: install chromium to run the journeys (tests/journeys)" >&2
[ "$NEISSE_BROWSER" != required ]
