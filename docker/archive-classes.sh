#!/bin/sh
# Leaves application.jsa, the JVM's archive of the classes that an application loads: starts application.jar here, asks it for
# some pages, and ends it. There are no memcached servers where an image is built: the answer is "unavailable", and brings in
# the same classes but for a few.
#
#   archive-classes.sh PORT [ARGUMENT OF THE APPLICATION]...
set -eu
port=$1
shift

fail() {
  echo "archive-classes.sh: $1" >&2
  exit 1
}

command -v curl >/dev/null || fail "there is no curl to ask for pages"
rm -f application.jsa

# With a heap as small as a container's: 70 % of a big machine may be more than 32 GB, where the JVM uses other pointers, and
# an archive made with those is refused by the container's JVM, which says nothing.
java -Xmx256m -XX:ArchiveClassesAtExit=application.jsa -Xlog:cds=off -Xlog:cds+dynamic=off \
  -jar application.jar --server.port="$port" --logging.level.org.memorycached=error "$@" &
application=$!
trap 'kill $application 2>/dev/null || :' EXIT
trap 'exit 130' INT TERM

ask() {
  curl --silent --output /dev/null --noproxy '*' --max-time 30 --cookie sso_session=00000000000000000000000000000000 \
    "http://127.0.0.1:$port$1"
}

tries=0
until ask /actuator/health/liveness; do
  kill -0 $application 2>/dev/null || fail "the application has ended"
  tries=$((tries + 1))
  [ $tries -lt 600 ] || fail "the application does not listen at port $port after two minutes"
  sleep 0.2
done
for path in / /login /api/me; do
  ask $path || fail "the application does not answer $path"
done
kill $application
wait $application || [ $? -eq 143 ] || fail "the application has failed" # 143: a JVM that was told to end
[ -s application.jsa ] || fail "the JVM has left no archive"
