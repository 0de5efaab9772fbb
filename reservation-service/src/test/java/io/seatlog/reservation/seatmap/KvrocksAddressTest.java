package io.seatlog.reservation.seatmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KvrocksAddressTest {
    @Test
    void shouldTakeHostPortAndPassword() {
        var address = KvrocksAddress.of(URI.create("redis://:s%2Fecret@maps.internal:6666"));
        var config = address.config(Duration.ofMillis(100));
        assertThat(address.hostAndPort()).hasToString("maps.internal:6666");
        assertThat(config.getUser()).isNull();
        assertThat(config.getPassword()).isEqualTo("s/ecret");
        assertThat(config.isSsl()).isFalse();
        assertThat(config.getSocketTimeoutMillis()).isEqualTo(100);
        assertThat(address).hasToString("redis://maps.internal:6666");
    }

    @Test
    void shouldCheckTheHostNameOverTls() {
        var config = KvrocksAddress.of(URI.create("rediss://maps.internal:6666")).config(Duration.ofMillis(100));
        assertThat(config.isSsl()).isTrue();
        assertThat(config.getPassword()).isNull();
        assertThat(config.getSslParameters().getEndpointIdentificationAlgorithm()).isEqualTo("HTTPS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis://user:secret@host:6666", "redis://secret@host:6666", "redis://:secret@host:6666/1",
            "redis://:secret@host", "http://:secret@host:6666", "redis://:secret@host:6666?protocol=3", "host"})
    void shouldRefuseWhatKvrocksWouldMisunderstand(String url) {
        assertThatIllegalArgumentException().isThrownBy(() -> KvrocksAddress.of(URI.create(url)))
                .withMessageNotContaining("secret");
    }
}
