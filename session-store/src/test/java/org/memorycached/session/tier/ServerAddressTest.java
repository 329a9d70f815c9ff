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

    @ParameterizedTest
    @CsvSource({
        "cache1:11211, CACHE1:11211, true",
        "cache1:11211, cache1:11212, false",
        "cache1:11211, cache2:11211, false",
        "[::1]:11211, [0:0:0:0:0:0:0:1]:11211, true",
        "[2001:db8::a]:11211, [2001:0DB8:0:0::000A]:11211, true",
        "[::1]:11211, [::2]:11211, false",
        "[fe80::1%eth0]:11211, [fe80::1%eth1]:11211, false",
    })
    void knows_one_server_by_all_its_writings(String one, String other, boolean same) {
        assertThat(ServerAddress.parse(one).isSameAs(ServerAddress.parse(other)))
                .isEqualTo(same);
    }
}
