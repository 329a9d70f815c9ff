#!/usr/bin/env bash
# The whole story by curl, against any running environment:
#
#   e2e-tests/smoke.sh
#
# PORTAL, APP1 and APP2 name it; the default is the demo's. One line a step; ends with "N passed, N failed".
set -u

PORTAL=${PORTAL:-http://portal.sso.localhost:8080}
APP1=${APP1:-http://app1.sso.localhost:8081}
APP2=${APP2:-http://app2.sso.localhost:8082}
PORTAL=${PORTAL%/} APP1=${APP1%/} APP2=${APP2%/}
COOKIE=${COOKIE:-sso_session}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# ------------------------------------------------------------------ small tools

# request JAR [curl options] URL: status in $status, redirect target in $location, headers and body in files.
# The URL is the last word.
request() {
    local jar=$1 origin; shift
    origin=$(sed 's,^\(https*://[^/]*\).*,\1,' <<<"${!#}")
    status=$(curl --silent --max-time 10 --cookie "$jar" --cookie-jar "$jar" \
        --dump-header "$work/headers" --output "$work/body" --write-out '%{http_code}' "$@")
    location=$(header Location)
    [[ $location != /* ]] || location=$origin$location
}

header() {
    tr -d '\r' <"$work/headers" | awk -v name="$1" '
        index(tolower($0), tolower(name) ": ") == 1 { value = substr($0, length(name) + 3) } END { print value }'
}

# Does the body contain this text?
shows() { grep -qF -- "$1" "$work/body"; }

# The text of the element with this id.
text_of() { tr '\n' ' ' <"$work/body" | sed -n "s/.*id=\"$1\"[^>]*>\([^<]*\)<.*/\1/p" | sed 's/^ *//; s/ *$//'; }

csrf() { tr '\n' ' ' <"$work/body" | grep -o '<input[^>]*name="_csrf"[^>]*>' | head -n 1 | sed 's/.*value="\([^"]*\)".*/\1/'; }

base64url() { printf %s "$1" | base64 | tr -d '\n=' | tr '+/' '-_'; }

# step NAME CONDITION...: the condition is a command.
step() {
    local name=$1; shift
    if "$@"; then
        passed=$((passed + 1)); printf 'ok      %s\n' "$name"
    else
        failed=$((failed + 1)); printf 'FAILED  %s (status %s%s)\n' "$name" "$status" "${location:+, to $location}"
    fi
}

is() { [[ $status == "$1" ]]; }
redirects_to() { [[ $status == 30[23] && $location == "$1" ]]; }
redirects_below() { [[ $status == 30[23] && $location == "$1"* ]]; }
all() { local condition; for condition in "$@"; do eval "$condition" || return 1; done; }

# login JAR USER PASSWORD [URL-TO-RETURN-TO]
login() {
    local jar=$1 user=$2 password=$3 url=${4:-}
    request "$jar" "$PORTAL/login${url:+?url=$(base64url "$url")}"
    request "$jar" --data-urlencode "username=$user" --data-urlencode "password=$password" \
        --data-urlencode "_csrf=$(csrf)" ${url:+--data-urlencode "url=$(base64url "$url")"} "$PORTAL/login"
}

# soon CONDITION: tries for a second or two; bash counts whole ones. The browser tests hold the exact bound.
soon() {
    local end=$((SECONDS + 2))
    until "$@"; do
        ((SECONDS < end)) || return 1
        sleep 0.05
    done
}

answered_by() { request "$1" "$2/"; is 200 && [[ $(text_of tier) == "$3" ]]; }
asks_again() { request "$1" "$2/"; redirects_below "$PORTAL/login"; }

for url in "$PORTAL/login" "$APP1/" "$APP2/"; do
    curl --silent --max-time 10 --output /dev/null "$url" ||
        { echo "Nothing answers at $url: start the demo, or set PORTAL, APP1 and APP2."; echo "0 passed, 1 failed"; exit 1; }
done

# -------------------------------------------------------------------- the story

page="$APP1/?first=1&second=a%20b%2Bc"
dwho=$work/dwho rtyler=$work/rtyler nobody=$work/nobody

request "$nobody" "$page"
step "app1 sends a stranger to the portal" redirects_below "$PORTAL/login?"
url=${location#*url=}; url=${url%%&*}
step "... with the full original URL" test "$url" = "$(base64url "$page")"

request "$nobody" --header 'Accept: application/json' "$APP1/api/me"
step "a script is told 401 and where to sign in" all 'is 401' "shows '\"loginUrl\":\"$PORTAL/login'"
request "$nobody" --header 'X-Requested-With: XMLHttpRequest' "$APP2/api/me"
step "so is an XMLHttpRequest" all 'is 401' 'shows loginUrl'

request "$nobody" "$PORTAL/"
step "the menu asks a stranger to sign in" redirects_below "$PORTAL/login"
request "$nobody" "$PORTAL/login"
step "the portal shows a login form" all 'is 200' "shows 'name=\"username\"'" "shows 'name=\"password\"'"

login "$nobody" dwho wrong; wrong=$(text_of error)
step "a wrong password is refused" all 'is 401' '[[ -n $wrong ]]' "! grep -q $COOKIE $nobody"
login "$nobody" davros davros; unknown=$(text_of error)
step "an unknown user is refused with the same words" test -n "$unknown" -a "$unknown" = "$wrong"

request "$nobody" --data 'username=dwho&password=dwho' "$PORTAL/login"
step "a login without its CSRF token is refused" all 'is 403' "! grep -q $COOKIE $nobody"

login "$dwho" dwho dwho "$page"
step "a login returns to the exact URL" redirects_to "$page"
set_cookie=$(grep -i "^set-cookie: $COOKIE=" "$work/headers" | tr -d '\r')
step "the cookie is HttpOnly, SameSite=Lax and for the parent domain" \
    all '[[ $set_cookie == *HttpOnly* ]]' '[[ $set_cookie == *SameSite=Lax* ]]' '[[ $set_cookie == *Domain=* ]]'
step "... and it names a session of 128 bits or more" \
    all '[[ $set_cookie =~ =[0-9a-f]{32,}\; ]]'
first_id=$(sed 's/[^=]*=\([^;]*\);.*/\1/' <<<"$set_cookie")

request "$dwho" "$page"
step "app1 knows who signed in" all 'is 200' 'shows dwho'
request "$dwho" "$APP2/"
step "app2 knows it without asking" all 'is 200' 'shows dwho'
step "the next view of app1 is answered by its local tier" soon answered_by "$dwho" "$APP1" "local tier"
step "... and that of app2 by a copy in its own memory" soon answered_by "$dwho" "$APP2" "heap copy"
request "$dwho" "$APP1/admin"
step "the admin page is closed to a user" is 403
request "$dwho" --header 'Accept: application/json' "$APP1/api/me"
step "the API says who is signed in" all 'is 200' "shows '\"name\":\"dwho\"'"

request "$dwho" "$PORTAL/"
step "the menu greets by name and lists the applications" all 'is 200' 'shows dwho' "shows '$APP1'" "shows '$APP2'"
request "$dwho" "$PORTAL/login?url=$(base64url "$APP2/?x=1")"
step "who is signed in goes straight back" redirects_to "$APP2/?x=1"
legacy=$(printf %s "$APP2/?q=~~~???" | base64 | tr -d '\n')
request "$dwho" --get --data-urlencode "url=$legacy" "$PORTAL/login"
step "... with the original's base64 too" redirects_to "$APP2/?q=~~~???"
for evil in 'http://evil.example/' '//evil.example/' "$APP1@evil.example/" "$APP1.evil.example/" 'javascript:alert(1)'; do
    request "$dwho" "$PORTAL/login?url=$(base64url "$evil")"
    step "... but not to $evil" all '[[ $status == 30[23] ]]' \
        '[[ ${location%/} == "$PORTAL" ]]'
done

login "$rtyler" rtyler rtyler "$APP1/admin"
step "an administrator signs in" redirects_to "$APP1/admin"
request "$rtyler" "$APP1/admin"
step "... and the admin page is open" is 200

request "$nobody" --header "Cookie: $COOKIE=0123456789abcdef0123456789abcdef" "$APP1/"
step "a forged cookie is no session" redirects_below "$PORTAL/login"
request "$nobody" --header "Cookie: $COOKIE=$(head -c 6000 /dev/zero | tr '\0' a)" "$APP1/"
step "a cookie of 6 KB is no session" redirects_below "$PORTAL/login"
request "$nobody" --header "Cookie: $COOKIE=$(head -c 8192 /dev/zero | tr '\0' a)" "$APP1/"
step "a cookie of 8 KB is no server error" all '[[ $status != 5* && $status != 000 && $status != 200 ]]'
request "$nobody" --header "Cookie: $COOKIE=%0d%0aflush_all%0d%0a" "$APP1/"
step "a cookie of commands is no session" redirects_below "$PORTAL/login"

# A second login from the same browser: its form was opened before the first.
again=$work/again
request "$again" "$PORTAL/login"
token=$(csrf)
grep "$COOKIE" "$dwho" >>"$again"
request "$again" --data "username=dwho&password=dwho" --data-urlencode "_csrf=$token" "$PORTAL/login"
second_id=$(sed -n "s/^[Ss]et-[Cc]ookie: $COOKIE=\([^;]*\);.*/\1/p" "$work/headers" | tr -d '\r')
step "each login gets a new id" all '[[ -n $second_id && $second_id != "$first_id" ]]'
request "$nobody" --header "Cookie: $COOKIE=$first_id" "$PORTAL/"
step "... and ends the session of the old one" redirects_below "$PORTAL/login"

request "$again" "$PORTAL/logout"
step "signing out asks first" all 'is 200' "shows 'name=\"_csrf\"'"
token=$(csrf)
request "$again" --request POST "$PORTAL/logout"
step "a sign-out without its CSRF token is refused" is 403
request "$again" "$APP1/"
step "... and ends nothing" is 200
cp "$again" "$work/stolen"
request "$again" --data-urlencode "_csrf=$token" "$PORTAL/logout"
step "signing out" redirects_below "$PORTAL/login"
step "... takes the cookie back" grep -qi "^set-cookie: $COOKIE=;.*max-age=0" "$work/headers"
step "app1 asks again within a second, even with the old cookie" soon asks_again "$work/stolen" "$APP1"
step "app2 asks again" soon asks_again "$work/stolen" "$APP2"
request "$nobody" --header "Cookie: $COOKIE=$second_id" --header 'Accept: application/json' "$APP1/api/me"
step "the ended session is refused by the API" is 401
request "$rtyler" "$APP2/"
step "somebody else stays signed in" all 'is 200' 'shows rtyler'

printf '%d passed, %d failed\n' "$passed" "$failed"
((failed == 0))
