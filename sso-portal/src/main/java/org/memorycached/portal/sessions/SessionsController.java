package org.memorycached.portal.sessions;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.memorycached.portal.audit.AuditEvent;
import org.memorycached.session.PrincipalSession;
import org.memorycached.session.SessionKey;
import org.memorycached.session.SessionStore;
import org.memorycached.session.security.SsoPrincipal;
import org.memorycached.session.web.SessionCookie;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where somebody is signed in, to end any of it: a browser that was lost, or all of them. */
@Controller
final class SessionsController {

    static final String PATH = "/sessions";

    private static final String SIGNED_OUT = "redirect:/login?signedOut";

    private final SessionStore store;
    private final EndSessions endSessions;
    private final SessionList list;
    private final SessionCookie cookie;

    SessionsController(SessionStore store, EndSessions endSessions, SessionList list, SessionCookie cookie) {
        this.store = store;
        this.endSessions = endSessions;
        this.list = list;
        this.cookie = cookie;
    }

    @GetMapping(PATH)
    String show(@AuthenticationPrincipal SsoPrincipal user, @RequestParam @Nullable Integer ended, Model model) {
        model.addAttribute("sessions", list.of(user.name(), user.session().key()));
        model.addAttribute("ended", ended);
        return "sessions/own";
    }

    /** Of the user's own sessions only: somebody else's is as unknown as one that is over. */
    @PostMapping(path = PATH, params = "session")
    String endOne(
            @AuthenticationPrincipal SsoPrincipal user,
            @RequestParam String session,
            HttpServletRequest request,
            HttpServletResponse response) {
        return end(user, SessionList.named(session, store.sessionsOf(user.name())), SIGNED_OUT, request, response);
    }

    @PostMapping(path = PATH, params = "others")
    String endOthers(
            @AuthenticationPrincipal SsoPrincipal user, HttpServletRequest request, HttpServletResponse response) {
        List<PrincipalSession> others = store.sessionsOf(user.name()).stream()
                .filter(session -> !isOwn(session, user))
                .toList();
        return end(user, others, SIGNED_OUT, request, response);
    }

    @PostMapping(path = PATH, params = "everywhere")
    String endAll(
            @AuthenticationPrincipal SsoPrincipal user, HttpServletRequest request, HttpServletResponse response) {
        return end(user, store.sessionsOf(user.name()), SIGNED_OUT + "=everywhere", request, response);
    }

    /** @param goodbye where to go if the session of whoever asks has ended too */
    private String end(
            SsoPrincipal user,
            List<PrincipalSession> sessions,
            String goodbye,
            HttpServletRequest request,
            HttpServletResponse response) {
        int ended = endSessions.end(sessions, user.session().key(), key -> event(user, key, request));
        if (sessions.stream().noneMatch(session -> isOwn(session, user))) {
            return "redirect:" + PATH + "?ended=" + ended;
        }
        cookie.expire(request, response);
        return goodbye;
    }

    private static boolean isOwn(PrincipalSession session, SsoPrincipal user) {
        return session.key().equals(user.session().key());
    }

    private static AuditEvent event(SsoPrincipal user, SessionKey key, HttpServletRequest request) {
        return new AuditEvent(
                AuditEvent.Kind.SIGN_OUT, user.name(), key, request.getRemoteAddr(), "in the list of sessions");
    }
}
