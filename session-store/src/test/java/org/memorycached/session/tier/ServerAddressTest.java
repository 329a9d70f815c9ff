package org.memorycached.session.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {

    @ParameterizedTest
    @CsvSource({
        "localhost:11211, localhost, 11211",
        "10.75.1.19:1, 10.75.1.19, 1",
        "cache-1.example.com:65535, cache-1.example.com, 65535",
        "[::1]:11211, ::1, 11211",
        "[fe80::1%eth0]:11211, fe80::1%eth0, 11211",
    })
    void reads_host_and_port_and_writes_them_back(String text, String host, int port) {
        ServerAddress address = ServerAddress.parse(text);
        assertThat(address).isEqualTo(new ServerAddress(host, port)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "localhost:",
                ":11211",
                "localhost:0",
                "localhost:65536",
                "localhost:-1",
                "localhost:x",
                "localhost:999999",
                "::1:11211",
                "[::1]",
                "[]:11211",
                "a b:11211",
                "http://localhost:11211",
                "localhost:11211/",
                "localhost:11211,other:11211"
            })
    void refuses_what_is_no_address_and_quotes_it(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerAddress.parse(text))
                .withMessageContaining("'" + text + "'");
    }
}
