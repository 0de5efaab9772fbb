package io.seatlog.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardTest {

    @TempDir
    Path home;

    /** Starts a server and then only waits: the launcher that gets killed. */
    static final class Launcher {

        private Launcher() {}

        public static void main(String[] args) throws Exception {
            var server = new RedisServer(Path.of(args[0]));
            server.start();
            System.out.println(server.pid());
            Thread.sleep(TimeUnit.MINUTES.toMillis(5));
        }
    }

    @Test
    void shouldEndTheServersOfAJvmThatIsKilled() throws Exception {
        Process launcher = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Launcher.class.getName(), home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var output = launcher.inputReader()) {
            ProcessHandle server = ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
            assertThat(server.isAlive()).isTrue();

            launcher.destroyForcibly().waitFor();

            for (int wait = 0; wait < 200 && Leftover.find(home.resolve("redis.pid")).isPresent(); wait++) {
                Thread.sleep(50);
            }
            assertThat(Leftover.find(home.resolve("redis.pid"))).isEmpty();
        } finally {
            launcher.destroyForcibly();
        }
    }
}
