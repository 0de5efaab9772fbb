package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The API answers as its OpenAPI document says, whatever is sent: random requests made from the document, valid and not, in
 * sequences, too, by everybody who has a role and by nobody. {@code -Dseatlog.fuzz.seed=N} draws others, or the same again,
 * {@code -Dseatlog.fuzz.examples=N} more for each operation. What is checked, and what is not, is in
 * {@code fuzz/schemathesis.toml}.
 */
@RequiresTool(FuzzRun.TOOL)
class ApiFuzzTest {
    private static final FuzzRun.Size SIZE = new FuzzRun.Size(Long.getLong("seatlog.fuzz.seed", 1),
            Integer.getInteger("seatlog.fuzz.examples", 15));
    /** One caller asks as often as a thousand people, and leaves streams open until the other end notices. */
    private static final Map<String, String> ENOUGH_FOR_ONE = Map.of("SEATLOG_FAIRUSE_WRITESPERSECOND", "10000",
            "SEATLOG_FAIRUSE_WRITESATONCE", "100000", "SEATLOG_FAIRUSE_READSPERSECOND", "10000",
            "SEATLOG_FAIRUSE_READSATONCE", "100000", "SEATLOG_STREAMS_MAXPERCALLER", "10000");
    /** Who asks in each role: bookings and events of two of them are there. */
    private static final Map<String, String> SUBJECTS = Map.of("buyer", FuzzGround.BUYER, "organizer",
            FuzzGround.ORGANIZER, "operator", "fuzz-operator", FuzzRun.NOBODY, "");
    /**
     * Only the payment provider can sign for the first. For the others a list of seats must be drawn that are all in the hall,
     * which is too seldom to rely on: {@link LifecycleEndToEndTest} blocks seats.
     */
    private static final Set<String> NOT_RELIED_ON = Set.of("POST /api/payments/webhook",
            "POST /api/events/{id}/seats/block", "POST /api/events/{id}/seats/unblock");

    @TempDir
    private Path folder;

    @Test
    void shouldAnswerEverybodyAsTheDocumentSays() throws Exception {
        try (var system = RunningSystem.start(folder.resolve("data"), ENOUGH_FOR_ONE, "--partitions", "8")) {
            var runs = prepared(system);
            assertThat(findings(runs, system.api(0)))
                    .as("repeat with -Dseatlog.fuzz.seed=%d -Dseatlog.fuzz.examples=%d",
                            SIZE.seed(), SIZE.examples())
                    .isEmpty();
            assertThat(succeeded(runs)).as("operations that worked for somebody")
                    .containsAll(operations(system.api(0)));
        }
    }

    private List<FuzzRun> prepared(RunningSystem system) throws Exception {
        var runs = new ArrayList<FuzzRun>();
        try (var shop = new Shop(system)) {
            for (var role : SUBJECTS.keySet()) {
                var own = Files.createDirectory(folder.resolve(role));
                new FuzzGround(shop, own).prepare();
                var token = role.equals(FuzzRun.NOBODY)
                        ? ""
                        : system.endpoints().tokens().token(SUBJECTS.get(role), role);
                runs.add(FuzzRun.in(own, role, token, SIZE));
            }
        }
        return runs;
    }

    /** Side by side: most of the time each of them waits. */
    private static String findings(List<FuzzRun> runs, URI api) throws Exception {
        var findings = new StringBuilder();
        try (var workers = Executors.newFixedThreadPool(runs.size())) {
            var calls = runs.stream().map(run -> (Callable<String>) () -> run.run(api)).toList();
            for (var finding : workers.invokeAll(calls)) {
                findings.append(finding.get());
            }
        }
        return findings.toString();
    }

    private static Set<String> succeeded(List<FuzzRun> runs) throws Exception {
        var succeeded = new TreeSet<String>();
        for (var run : runs) {
            succeeded.addAll(run.succeeded());
        }
        return succeeded;
    }

    private static Set<String> operations(URI api) {
        var document = Json.MAPPER.readTree(
                Http.send(HttpRequest.newBuilder(api.resolve("/openapi"))).orElseThrow().body());
        return document.path("paths").propertyStream()
                .flatMap(path -> path.getValue().propertyNames().stream()
                        .map(method -> method.toUpperCase(Locale.ROOT) + " " + path.getKey()))
                .filter(operation -> !NOT_RELIED_ON.contains(operation)).collect(Collectors.toSet());
    }
}
