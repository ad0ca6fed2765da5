package dev.weir.ops.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.ops.alert.Destination.RefusedException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses alerts may go to. */
class DestinationTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.9.9.9",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd12:3456::1",
                "ff02::1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1"
            })
    void privateAddressesAreRefused(String address) throws Exception {
        assertThat(Destination.isPrivate(InetAddress.getByName(address))).isTrue();
        String host = address.contains(":") ? "[" + address + "]" : address;
        assertThatThrownBy(() -> new Destination("http://" + host + ":9093/x", List.of()).check())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("alerts.allow");
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "8.8.8.8", "100.63.0.1", "100.128.0.1", "172.32.0.1", "2001:db8::1"})
    void othersAreNot(String address) throws Exception {
        assertThat(Destination.isPrivate(InetAddress.getByName(address))).isFalse();
    }

    /** Spellings of loopback that an eye may miss. */
    @ParameterizedTest
    @ValueSource(strings = {"http://2130706433/", "http://127.1/", "http://localhost/"})
    void otherSpellingsOfLoopbackAreRefusedToo(String uri) {
        assertThatThrownBy(() -> new Destination(uri, List.of()).check()).isInstanceOf(RefusedException.class);
    }

    @Test
    void whatIsAllowedByHostAddressOrNetworkIsTold() {
        for (String allow : List.of("127.0.0.1", "127.0.0.0/8", "127.0.0.1/32")) {
            assertThatCode(() -> new Destination("http://127.0.0.1:1/", List.of(allow)).check())
                    .doesNotThrowAnyException();
        }
        assertThatCode(() -> new Destination("http://localhost/", List.of("localhost")).check())
                .doesNotThrowAnyException();
        for (String other : List.of("127.0.0.2", "10.0.0.0/8", "127.0.0.0/x", "127.0.0.1/-1", "localhost", "::1")) {
            assertThatThrownBy(() -> new Destination("http://127.0.0.1:1/", List.of(other)).check())
                    .as(other)
                    .isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void networksAreComparedBitByBit() throws Exception {
        assertThat(Destination.within(InetAddress.getByName("10.255.0.1"), "10.0.0.0/8"))
                .isTrue();
        assertThat(Destination.within(InetAddress.getByName("11.0.0.1"), "10.0.0.0/8"))
                .isFalse();
        assertThat(Destination.within(InetAddress.getByName("fd00::1"), "fc00::/7"))
                .isTrue();
        assertThat(Destination.within(InetAddress.getByName("10.0.0.1"), "::/0"))
                .isFalse();
    }
}
