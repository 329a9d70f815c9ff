package org.memorycached.portal.sessions;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.memorycached.portal.audit.AuditEvent;
import org.memorycached.portal.audit.AuditLog;
import org.memorycached.session.PrincipalSession;
import org.memorycached.session.SessionKey;
import org.memorycached.session.SessionStore;
import org.memorycached.session.security.SsoPrincipal;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Where any user is signed in, for administrators, who can end it. What they do, looking included, is in the audit log
 * with their name. That nobody else comes here is the security policy's business.
 */
@Controller
final class AdministrationController {

    static final String PATH = "/admin/sessions";

    private final SessionStore store;
    private final EndSessions endSessions;
    private final SessionList list;
    private final AuditLog audit;

    AdministrationController(SessionStore store, EndSessions endSessions, SessionList list, AuditLog audit) {
        this.store = store;
        this.endSessions = endSessions;
        this.list = list;
        this.audit = audit;
    }

    @GetMapping(PATH)
    String show(
            @AuthenticationPrincipal SsoPrincipal administrator,
            @RequestParam(defaultValue = "") String uid,
            @RequestParam @Nullable Integer ended,
            HttpServletRequest request,
            Model model) {
        String asked = uid.strip();
        model.addAttribute("uid", asked);
        if (!asked.isEmpty()) {
            model.addAttribute(
                    "sessions", list.of(asked, administrator.session().key()));
            model.addAttribute("ended", ended);
            audit.write(event(administrator, asked, null, request, "listed"));
        }
        return "sessions/administration";
    }

    @PostMapping(path = PATH, params = "session")
    String endOne(
            @AuthenticationPrincipal SsoPrincipal administrator,
            @RequestParam String uid,
            @RequestParam String session,
            HttpServletRequest request,
            RedirectAttributes redirect) {
        return end(administrator, uid, SessionList.named(session, store.sessionsOf(uid)), request, redirect);
    }

    @PostMapping(path = PATH, params = "everywhere")
    String endAll(
            @AuthenticationPrincipal SsoPrincipal administrator,
            @RequestParam String uid,
            HttpServletRequest request,
            RedirectAttributes redirect) {
        return end(administrator, uid, store.sessionsOf(uid), request, redirect);
    }

    private String end(
            SsoPrincipal administrator,
            String uid,
            List<PrincipalSession> sessions,
            HttpServletRequest request,
            RedirectAttributes redirect) {
        int ended = endSessions.end(
                sessions, administrator.session().key(), key -> event(administrator, uid, key, request, "ended"));
        redirect.addAttribute("uid", uid);
        redirect.addAttribute("ended", ended);
        return "redirect:" + PATH;
    }

    private static AuditEvent event(
            SsoPrincipal administrator, String uid, @Nullable SessionKey key, HttpServletRequest request, String done) {
        return new AuditEvent(
                AuditEvent.Kind.ADMINISTRATION,
                uid,
                key,
                request.getRemoteAddr(),
                done + " by " + administrator.name());
    }
}
