package org.memorycached.session.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class MalformedRequestFilterTest {

    private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/");

    private int filtered(HttpServletRequest of) throws Exception {
        MockHttpServletResponse response = new MockHttpServletResponse();
        new MalformedRequestFilter().doFilter(of, response, (req, res) -> response.setStatus(204));
        return response.getStatus();
    }

    @Test
    void what_can_be_read_passes() throws Exception {
        assertThat(filtered(request)).isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource({"*/*, 400", "text/*, 400", "text/plain, 204", "nonsense, 204", "'', 204", "'text/plain;charset=x', 204"
    })
    void a_content_type_that_only_an_accept_may_have_is_refused(String type, int status) throws Exception {
        request.setContentType(type);
        assertThat(filtered(request)).isEqualTo(status);
    }

    /** As Tomcat does, and Servlet 6.1 says. */
    @Test
    void parameters_and_languages_that_the_container_cannot_read_are_refused() throws Exception {
        assertThat(filtered(new HttpServletRequestWrapper(request) {
                    @Override
                    public Map<String, String[]> getParameterMap() {
                        throw new IllegalStateException("Invalid chunk");
                    }
                }))
                .isEqualTo(400);
        assertThat(filtered(new HttpServletRequestWrapper(request) {
                    @Override
                    public Locale getLocale() {
                        throw new IllegalArgumentException("More than the maximum allowed number of locales");
                    }
                }))
                .isEqualTo(400);
    }

    @Test
    void the_applications_own_failures_are_not_taken_for_the_clients() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> new MalformedRequestFilter()
                        .doFilter(request, new MockHttpServletResponse(), (req, res) -> {
                            throw new IllegalStateException("the application's own");
                        }))
                .withMessage("the application's own");
    }
}
