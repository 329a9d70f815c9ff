package org.memorycached.portal.login;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.memorycached.portal.PortalTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

@PortalTest
class RefuseLoginTest {

    @Autowired
    private AuthenticationFailureHandler refuseLogin;

    @Test
    void wrongCredentialsAreUnauthorized() throws Exception {
        MockHttpServletResponse answer = answerTo(new BadCredentialsException("wrong"));

        assertThat(answer.getStatus()).isEqualTo(401);
        assertThat(answer.getHeader("WWW-Authenticate")).isNotNull();
    }

    @Test
    void weakSpot10_usersThatCannotBeLookedUpAreNotAWrongPassword() throws Exception {
        assertThat(answerTo(new InternalAuthenticationServiceException("directory is down"))
                        .getStatus())
                .isEqualTo(503);
    }

    private MockHttpServletResponse answerTo(AuthenticationException cause) throws Exception {
        MockHttpServletResponse response = new MockHttpServletResponse();
        refuseLogin.onAuthenticationFailure(new MockHttpServletRequest(), response, cause);
        return response;
    }
}
