package io.seatlog.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

class RedisServerTest {

    /** An ended child counts as alive until the JVM has collected it. */
    private static final Duration COLLECTED = Duration.ofSeconds(10);

    @TempDir
    Path home;

    @Test
    void shouldKeepKeysAcrossKillAndStop() throws Exception {
        try (var server = new RedisServer(home)) {
            server.start();
            set(server, "seats:1", "one");
            Thread.sleep(2_000); // The file is synced once a second; what is younger may be lost.

            server.kill();
            server.start();
            assertThat(get(server, "seats:1")).isEqualTo("one");

            set(server, "seats:2", "two");
            server.stop();
            server.start();
            assertThat(get(server, "seats:2")).isEqualTo("two");
        }
    }

    @Test
    void shouldEndWhatAnEarlierLauncherLeft() {
        var abandoned = new RedisServer(home);
        abandoned.start();
        set(abandoned, "seats:1", "one");
        ProcessHandle old = ProcessHandle.of(abandoned.pid()).orElseThrow();

        try (var server = new RedisServer(home)) {
            server.start();

            assertThat(old.onExit()).succeedsWithin(COLLECTED);
            assertThat(get(server, "seats:1")).isEqualTo("one");
        }
    }

    private static void set(RedisServer server, String key, String value) {
        try (var client = RedisClient.create(server.url().toString())) {
            client.set(key, value);
        }
    }

    private static String get(RedisServer server, String key) {
        try (var client = RedisClient.create(server.url().toString())) {
            return client.get(key);
        }
    }
}
