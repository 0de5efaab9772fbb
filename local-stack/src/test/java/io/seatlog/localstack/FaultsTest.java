package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./seatlog faults}, a short one; the long one is for people with an hour. */
class FaultsTest {
    @TempDir
    Path folder;

    @Test
    void shouldLoseNothingInAShortRun() throws Exception {
        var run = CommandRun.of("faults", "--minutes", "0", "--rate", "15", "--seed", "1", "--out", folder.toString(),
                "--only", "decider-killed", "decider-paused", "database-cut", "broker-half-open", "buyers-black-hole");
        assertThat(run.status()).as(run.out() + run.err()).isZero();
        System.out.println(run.out());
        var report = Json.MAPPER.readTree(Files.readString(folder.resolve("report.json")));
        assertThat(report.path("findings")).isEmpty();
        assertThat(report.path("faults")).hasSize(5);
        assertThat(report.path("buyers").path("accepted").asInt()).isGreaterThan(200);
        assertThat(report.path("buyers").path("first told: held").asInt()).isGreaterThan(100);
        var certificate = Json.MAPPER.readTree(Files.readString(folder.resolve("certificate/certificate.json")));
        assertThat(certificate.path("verdict").asString()).isEqualTo("KEPT");
        assertThat(certificate.path("records").path("ACCEPTED").asInt())
                .isEqualTo(report.path("buyers").path("accepted").asInt());
        assertThat(certificate.path("records").path("TOLD").asInt()).isGreaterThan(200);
    }

    @Test
    void shouldNameWhatItKnowsWhenAFaultIsUnknown() {
        var run = CommandRun.of("faults", "--out", folder.toString(), "--only", "meteorite");
        assertThat(run.status()).isNotZero();
        assertThat(run.err()).contains("meteorite", "decider-killed", "kill", "pause");
    }
}
