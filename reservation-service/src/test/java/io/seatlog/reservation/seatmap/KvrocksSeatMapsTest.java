package io.seatlog.reservation.seatmap;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.kernel.wire.MapLayout;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

/** The contract on the pinned Kvrocks, wherever Docker answers. */
@Testcontainers(disabledWithoutDocker = true)
class KvrocksSeatMapsTest extends SeatMapsContract {
    private static final int PORT = 6666;
    @Container
    private static final GenericContainer<?> SERVER = new GenericContainer<>("apache/kvrocks:2.10.1")
            .withCommand("--bind", "0.0.0.0").withExposedPorts(PORT);
    private static KvrocksSeatMaps maps;
    private static JedisRawStore raw;

    @BeforeAll
    static void connect() {
        var url = URI.create("redis://" + SERVER.getHost() + ":" + SERVER.getMappedPort(PORT));
        maps = new KvrocksSeatMaps(url, Duration.ofSeconds(5));
        raw = new JedisRawStore(url);
    }

    @AfterAll
    static void disconnect() {
        raw.close();
        maps.close();
    }

    @Override
    SeatMaps maps() {
        return maps;
    }

    @Override
    RawStore raw() {
        return raw;
    }

    /** A key made by SETBIT has a type of its own there, whose bytes GET would answer with reversed bits. */
    @Test
    void shouldOverwriteAKeyOfTheTypeBitmap() {
        raw.jedis.setbit(MapLayout.key(7), 47, true);
        raw.jedis.setbit(MapLayout.key(7), 79, true);
        var image = image(Version.of(1, 100), "hs.x.");
        assertThat(maps.project(List.of(new SeatMaps.Update(7, 1, image, Seats.of(0)))))
                .containsExactly(SeatMaps.Result.WHOLE);
        assertThat(raw.jedis.type(MapLayout.key(7))).isEqualTo("string");
        assertThat(raw.get(7)).isEqualTo(image.toBytes());
    }
}
