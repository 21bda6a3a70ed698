#!/bin/sh
# Find or install the Java that the tests of the Spark engine need.
command -v java >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && apt-get install -y -qq default-jre-headless >/dev/null && exit 0
fi
echo "NO JAVA: install Java 17 to test the Spark engine (tests/cli/test_blocks.py)" >&2
