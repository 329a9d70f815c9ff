package org.memorycached.session.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Answers 400 where Tomcat would answer 501 or 505: to a method, a transfer coding or a version of HTTP that it does not
 * have (RFC 9110, sections 15.6.2 and 15.6.6). These are mistakes of the client's, found before any application is asked;
 * as 5xx they would count as failures of the service, and anybody could make as many as they care to send.
 *
 * <p>An application's own 501 or 505 comes later, and is left alone. Make it the first valve of the engine; thread-safe.
 */
public final class BadRequestValve extends ValveBase {

    public BadRequestValve() {
        super(true); // for requests that are answered asynchronously
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        int status = response.getStatus();
        if (status == HttpServletResponse.SC_NOT_IMPLEMENTED
                || status == HttpServletResponse.SC_HTTP_VERSION_NOT_SUPPORTED) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        }
        getNext().invoke(request, response);
    }
}
