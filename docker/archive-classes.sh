#!/bin/sh
# Leaves application.jsa, the JVM's archive of the classes that an application loads: starts application.jar here, asks it for
# some pages, and ends it. There are no memcached servers where an image is built: the answer is "unavailable", and brings in
# the same classes but for a few.
#
#   archive-classes.sh PORT [ARGUMENT OF THE APPLICATION]...
set -eu
port=$1
shift

# With a heap as small as a container's: 70 % of a big machine may be more than 32 GB, where the JVM uses other pointers, and
# an archive made with those is refused by the container's JVM, which says nothing.
java -Xmx256m -XX:ArchiveClassesAtExit=application.jsa -Xlog:cds=off -Xlog:cds+dynamic=off \
  -jar application.jar --server.port="$port" --logging.level.org.memorycached=error "$@" &
application=$!

ask() {
  curl --silent --output /dev/null --max-time 30 --cookie sso_session=00000000000000000000000000000000 "http://127.0.0.1:$port$1"
}

until ask /actuator/health/liveness; do
  kill -0 $application # it has not failed
  sleep 0.2
done
for path in / /login /api/me; do
  ask $path
done
kill $application
wait $application || [ $? -eq 143 ] # which is how a JVM ends that was told to
[ -s application.jsa ]
