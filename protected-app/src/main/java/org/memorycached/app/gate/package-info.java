/**
 * For applications behind a proxy that know nothing of sessions: the proxy asks {@code /auth} about each request, as
 * nginx does with {@code auth_request}, and passes the identity headers of the answer on.
 *
 * <pre>{@code
 * location / {
 *     auth_request /auth;
 *     auth_request_set $auth_user  $upstream_http_auth_user;
 *     auth_request_set $auth_roles $upstream_http_auth_roles;
 *     auth_request_set $login      $upstream_http_location;
 *     error_page 401 = @login;
 *     error_page 500 = @unavailable;            # what nginx makes of /auth's 503
 *     proxy_set_header Auth-User  $auth_user;   # set even when empty: it replaces what the client sent
 *     proxy_set_header Auth-Roles $auth_roles;
 *     proxy_pass http://application;
 * }
 * location @login       { return 302 $login; }
 * location @unavailable { add_header Retry-After 2 always; return 503; }
 * location = /auth {
 *     internal;
 *     proxy_pass http://protected-app/auth;
 *     proxy_pass_request_body off;
 *     proxy_set_header Content-Length "";
 *     proxy_set_header X-Original-URL $scheme://$http_host$request_uri;
 * }
 * }</pre>
 *
 * <p>Three rules keep it tight. Each location that passes requests on to the application sets each identity header, the
 * open ones to "", because nginx forwards what it is not told to replace. Leave nginx's {@code underscores_in_headers}
 * off, its default. And {@code /auth} judges who somebody is, never a path: a path is judged by nginx alone, which has
 * normalized it, so that there are no two readings of one URL to play against each other (LemonLDAP::NG's
 * CVE-2020-24660).
 *
 * <p>Values are percent-encoded UTF-8; the elements of a list have commas between them. Where keys are configured
 * ({@code session-store.identity.token.keys}), {@code Auth-Token} is a JWT that proves the same, and {@code
 * /.well-known/jwks.json} has the public keys.
 */
@NullMarked
package org.memorycached.app.gate;

import org.jspecify.annotations.NullMarked;
