package org.memorycached.session.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadRequestValveTest {

    @TempDir
    Path folder;

    private final Tomcat tomcat = new Tomcat();

    @BeforeEach
    void start() throws LifecycleException {
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        tomcat.getConnector();
        tomcat.getEngine().getPipeline().addValve(new BadRequestValve());
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "teapot", new HttpServlet() {
            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) {
                response.setStatus(Integer.parseInt(request.getParameter("status")));
            }
        });
        context.addServletMappingDecoded("/", "teapot");
        tomcat.start();
    }

    @AfterEach
    void stop() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /?status=200 HTTP/2.0\r\nHost: x",
                "GET /?status=200 HTTP/99999999999.1\r\nHost: x",
                "CONNECT x:80 HTTP/1.1\r\nHost: x:80",
                "GET /?status=200 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked",
                "GET /?status=200 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked"
            })
    void what_http_does_not_have_is_the_clients_mistake(String head) throws IOException {
        assertThat(answer(head)).startsWith("HTTP/1.1 400 ");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 501, 505})
    void what_the_application_says_is_left_alone(int status) throws IOException {
        assertThat(answer("GET /?status=" + status + " HTTP/1.1\r\nHost: x")).startsWith("HTTP/1.1 " + status + " ");
    }

    @Test
    void other_mistakes_keep_their_names() throws IOException {
        assertThat(answer("GET / HTTP/1.1\r\nHost: x\r\nExpect: nothing")).startsWith("HTTP/1.1 417 ");
    }

    private String answer(String head) throws IOException {
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), tomcat.getConnector().getLocalPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
