#!/usr/bin/env bash
# Try breaking it: stops and starts the memcached containers of the demo, and says what a user sees.
#
#   cd docker && docker compose up --build --detach --wait     (once)
#   e2e-tests/break.sh
#
# PORTAL and APP1 name the demo as for smoke.sh, and COMPOSE says how to reach its containers; each defaults to that of
# docker/compose.yaml. One line a step; ends with "N passed, N failed". Everything runs again at the end.
set -u
cd "$(dirname "$0")"

PORTAL=${PORTAL:-http://portal.sso.localhost:8080}
APP1=${APP1:-http://app1.sso.localhost:8081}
PORTAL=${PORTAL%/} APP1=${APP1%/}
COMPOSE=${COMPOSE:-docker compose --file ../docker/compose.yaml}
COOKIE=${COOKIE:-sso_session}

work=$(mktemp -d)
passed=0 failed=0 status=- location=

compose() { $COMPOSE "$@" >"$work/compose" 2>&1 || { cat "$work/compose"; return 1; }; }
finish() {
    # Ctrl-C may leave servers paused, which are not started. Each by itself: one that runs refuses.
    local server
    for server in central1 central2; do compose unpause "$server" >/dev/null; done
    soon compose start central1 central2 app1-local >/dev/null
    rm -rf "$work"
}
trap finish EXIT

# request JAR [curl options] URL: status in $status, redirect target in $location, headers and body in files.
request() {
    local jar=$1; shift
    status=$(curl --silent --max-time 10 --cookie "$jar" --cookie-jar "$jar" \
        --dump-header "$work/headers" --output "$work/body" --write-out '%{http_code}' "$@")
    location=$(tr -d '\r' <"$work/headers" | sed -n 's/^[Ll]ocation: //p')
}

csrf() { tr '\n' ' ' <"$work/body" | grep -o '<input[^>]*name="_csrf"[^>]*>' | head -n 1 | sed 's/.*value="\([^"]*\)".*/\1/'; }
shows() { grep -qF -- "$1" "$work/body"; }
base64url() { printf %s "$1" | base64 | tr -d '\n=' | tr '+/' '-_'; }

# sign_in JAR USER: the password is the name; comes back to the application's page.
sign_in() {
    local url; url=$(base64url "$APP1/?kept=yes")
    request "$1" "$PORTAL/login?url=$url"
    request "$1" --data "username=$2&password=$2&url=$url" --data-urlencode "_csrf=$(csrf)" "$PORTAL/login"
}

sign_out() {
    request "$1" "$PORTAL/logout"
    request "$1" --data-urlencode "_csrf=$(csrf)" "$PORTAL/logout"
}

say() { printf '\n== %s\n' "$*"; }
step() {
    local name=$1; shift
    if "$@"; then
        passed=$((passed + 1)); printf 'ok      %s\n' "$name"
    else
        failed=$((failed + 1)); printf 'FAILED  %s (status %s%s)\n' "$name" "$status" "${location:+, to $location}"
    fi
}

signed_in() { request "$1" "$APP1/" && [[ $status == 200 ]]; }
signed_out() { request "$1" "$APP1/" && [[ $status == 30[23] && $location == "$PORTAL/login"* ]]; }
unavailable() { request "$1" "$APP1/" && [[ $status == 503 ]] && grep -qi '^retry-after:' "$work/headers"; }
returns() { [[ $status == 30[23] && $location == "$APP1/?kept=yes" ]]; }
not_possible_now() { [[ $status == 503 ]] && shows "not possible right now" && shows "$(base64url "$APP1/?kept=yes")"; }
# soon CONDITION: tries for a few seconds.
soon() {
    local end=$((SECONDS + 10))
    until "$@"; do ((SECONDS < end)) || return 1; sleep 0.2; done
}
# A server that is back gets what it lacks from the other, twice, three seconds apart; the other must not go before that.
whole() { sleep 9; }

first=$work/first second=$work/second third=$work/third

sign_in "$first" dwho
step "dwho signs in" returns

for server in central1 central2; do
    other=$work/during-$server
    say "docker compose stop $server: one of two central servers is gone"
    compose stop --timeout 0 "$server"
    step "dwho is still signed in" signed_in "$first"
    sign_in "$other" rtyler
    step "rtyler can sign in" returns
    step "... and is known in the application" signed_in "$other"
    say "docker compose start $server: it comes back empty"
    soon compose start "$server"
    step "both are still signed in" soon eval 'signed_in "$first" && signed_in "$other"'
    whole
done

say "docker compose pause central1: a server that hangs"
compose pause central1
step "dwho is still signed in" signed_in "$first"
sign_in "$second" msmith
step "msmith signs in" returns
sign_out "$second"
step "... and out" [ "${status:0:1}" = 3 ]
compose unpause central1
step "what it missed does not come back: msmith is signed out" soon signed_out "$second"
step "dwho is not" signed_in "$first"
whole

say "docker compose stop app1-local: an application loses its local memcached"
compose stop --timeout 0 app1-local
step "dwho is still signed in" signed_in "$first"
# It waits for what it depends on to be healthy, which a server that was paused is only a moment later.
soon compose start app1-local

say "docker compose pause central1 central2: nobody can tell who is signed in"
compose pause central1 central2
step "a page is 503, with Retry-After, and not the login form" soon unavailable "$first"
sign_in "$third" dwho
step "signing in is not possible right now, and the way back is kept" not_possible_now
compose unpause central1 central2
step "they go on: dwho is still signed in" soon signed_in "$first"
sign_in "$third" dwho
step "and signing in is possible" returns

printf '\n%d passed, %d failed\n' "$passed" "$failed"
((failed == 0))
