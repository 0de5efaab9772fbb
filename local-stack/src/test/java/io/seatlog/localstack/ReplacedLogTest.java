package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.id.Uuid7;
import io.seatlog.kernel.wire.Topics;
import io.seatlog.localstack.load.Buyers;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command topic is deleted and made anew: nothing may be accepted into silence. */
class ReplacedLogTest {
    private static final int PARTITIONS = 4;

    @TempDir
    Path folder;

    @Test
    void shouldRefuseUntilTheNewLogIsAdopted() throws Exception {
        try (var system = RunningSystem.start(folder.resolve("data"), "--partitions", "" + PARTITIONS);
                var sale = Sale.start(system, 300, 100)) {
            sale.finishAndAudit("before the log was replaced");

            replaceTopic(sale.target().kafka());

            var refusal = awaitStatus(sale, 503);
            assertThat(refusal).contains("log-unavailable");
            assertThat(health(system, "STOPPED", "adopt")).contains("the topic is another one");

            var adopted = CommandRun.of("log", "adopt", "--data", system.data().toString());
            assertThat(adopted.status()).as(adopted.out() + adopted.err()).isZero();

            awaitStatus(sale, 202);
            try (var after = Sale.start(system, 300, 100)) {
                after.finishAndAudit("after the new log was adopted");
            }
            sale.finishAndAudit("bookings of the old log");
        }
    }

    private static void replaceTopic(String kafka) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            admin.deleteTopics(List.of(Topics.COMMANDS)).all().get();
            for (int wait = 0; wait < 100 && admin.listTopics().names().get().contains(Topics.COMMANDS); wait++) {
                Thread.sleep(100);
            }
            var spec = Topics.specs(PARTITIONS, 1, 1).getFirst();
            admin.createTopics(
                    List.of(new NewTopic(spec.name(), spec.partitions(), spec.replicationFactor())
                            .configs(spec.settings())))
                    .all().get();
        }
    }

    /** Books until the answer has the status; whatever is accepted meanwhile is remembered by nobody but the log. */
    private static String awaitStatus(Sale sale, int status) throws Exception {
        String last = "";
        for (int attempt = 0; attempt < 300; attempt++) {
            var wish = new Buyers.Wish(Uuid7.next(), sale.eventId(), "A", "1", "late-" + attempt, 1);
            var answer = sale.buyers().book(sale.target().apis().getFirst(), wish).get();
            last = answer.statusCode() + " " + answer.body();
            if (answer.statusCode() == status) {
                return last;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("never " + status + ", last " + last);
    }

    private static String health(RunningSystem system, String... oneOf) throws Exception {
        var uri = URI.create(system.endpoints().reservation().getFirst().management() + "/actuator/health");
        String body = "";
        for (int attempt = 0; attempt < 300; attempt++) {
            try (var buyers = new Buyers(system.endpoints().tokens())) {
                body = buyers.get(uri, Buyers.NOBODY).body();
            }
            if (List.of(oneOf).stream().anyMatch(body::contains)) {
                return body;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("health never told: " + body);
    }
}
