package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code up} from the first start over a hard kill to Ctrl-C, as its user sees it. */
class UpEndToEndTest {

    @TempDir
    Path folder;

    @Test
    void shouldStartSurviveAHardKillAndStop() throws Exception {
        Path data = folder.resolve("data");
        Endpoints first;
        String before;
        try (RunningSystem system = RunningSystem.start(data, "--partitions", "4")) {
            first = system.endpoints();
            assertThat(system.output()).contains("Seatlog is ready after", first.ticketing().getFirst().url());
            assertRunsPrepared(first.ticketing().getFirst().pid(), data.resolve("logs/ticketing-1.log"));
            assertRunsPrepared(first.reservation().getFirst().pid(), data.resolve("logs/reservation-1.log"));
            before = event(first);
            assertThat(before).contains("Opening Night");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("endpoints.json"))))
                    .isEqualTo("rw-------");
            assertThat(CommandRun.of("status", "--data", data.toString())).satisfies(status -> {
                assertThat(status.status()).as(status.out()).isZero();
                assertThat(status.out()).contains("ticketing-1", "reservation-1", "kafka", "postgres", "redis");
            });
            assertRefusesASecond(data);

            system.kill();
        }

        try (RunningSystem system = RunningSystem.start(data)) {
            Endpoints second = system.endpoints();
            assertThat(RunningSystem.pids(first)).noneMatch(RunningSystem::isAlive);
            assertThat(second.demoEventId()).isEqualTo(first.demoEventId());
            assertThat(event(second)).isEqualTo(before);

            system.interrupt();

            assertThat(RunningSystem.pids(second)).noneMatch(RunningSystem::isAlive);
            assertThat(data.resolve("endpoints.json")).doesNotExist();
            assertThat(system.output()).contains("Stopped. The data stays").doesNotContain("!!");
            assertThat(List.of(data.resolve("run").toFile().list())).isEmpty();
        }
    }

    /** A cache that does not fit is ignored by the JVM with a warning, and would cost every start its time unseen. */
    private static void assertRunsPrepared(long pid, Path log) throws IOException {
        assertThat(ProcessHandle.of(pid).orElseThrow().info().arguments().orElseThrow())
                .anyMatch(argument -> argument.startsWith("-XX:AOTCache="));
        assertThat(log).content().doesNotContain("[aot]", "[cds]");
    }

    @Test
    void shouldReportADeadChildAndGoOn() throws Exception {
        try (RunningSystem system = RunningSystem.start(folder.resolve("data"), "--partitions", "4")) {
            Endpoints endpoints = system.endpoints();

            ProcessHandle.of(endpoints.kvrocks().pid()).orElseThrow().destroyForcibly();

            for (int wait = 0; wait < 100 && !system.output().contains("!! redis"); wait++) {
                Thread.sleep(100);
            }
            assertThat(system.output()).contains("!! redis (pid " + endpoints.kvrocks().pid() + ") ended");
            assertThat(event(endpoints)).contains("Opening Night");
            assertThat(CommandRun.of("status", "--data", system.data().toString()).status()).isEqualTo(1);
        }
    }

    @Test
    void shouldStopInTheMiddleOfAStart() throws Exception {
        RunningSystem system = RunningSystem.launch(folder.resolve("data"), "--partitions", "4");
        try {
            for (int wait = 0; wait < 600 && !system.output().contains("PostgreSQL"); wait++) {
                Thread.sleep(50);
            }
            system.interrupt();

            assertThat(system.output()).doesNotContain("Exception");
            try (DataFolder freed = new DataFolder(system.data())) {
                assertThat(freed.isInUse()).isFalse();
            }
            assertThat(system.data().resolve("postgres/postgres.pid")).doesNotExist();
            assertThat(system.data().resolve("kafka/kafka.pid")).doesNotExist();
        } finally {
            system.close();
        }
    }

    private static void assertRefusesASecond(Path data) {
        try (RunningSystem second = RunningSystem.launch(data)) {
            assertThat(second.awaitEnd()).isEqualTo(1);
            assertThat(second.output()).contains("already running");
        }
    }

    private static String event(Endpoints endpoints) {
        URI uri = URI.create(endpoints.ticketing().getFirst().url() + "/api/events/" + endpoints.demoEventId());
        HttpResponse<String> answer = Http.send(HttpRequest.newBuilder(uri)).orElseThrow();
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }
}
