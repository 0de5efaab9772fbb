package io.seatlog.ticketing.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.seatlog.ticketing.BookingRequests;
import io.seatlog.ticketing.RunningApi;
import io.seatlog.ticketing.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JsonNode;

/** What is left for others of an instance that one event keeps busy: the rule alone, and where it stands in the service. */
class EventShareTest {
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final UUID HOT = new UUID(1, 1);
    private static final UUID OTHER = new UUID(1, 2);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final EventShare share = new EventShare("bookings", 2, meters);

    @Test
    void shouldRefuseOneEventAndServeAnother() {
        var first = Sinks.<String>one();
        share.within(HOT, first.asMono()).subscribe();
        var second = share.within(HOT, Mono.never()).subscribe();

        assertThatThrownBy(() -> share.within(HOT, Mono.just("third")).block()).isInstanceOf(ProblemException.class)
                .hasMessageContaining("2 bookings of the event");
        assertThat(share.within(OTHER, Mono.just("yes")).block()).isEqualTo("yes");
        assertThat(meters.counter("seatlog.refused.event.share", "kind", "bookings").count()).isEqualTo(1);

        first.tryEmitValue("done");
        assertThat(share.within(HOT, Mono.just("yes")).block()).as("one is done").isEqualTo("yes");
        second.dispose();
        share.within(HOT, Mono.error(new IllegalStateException("failed"))).onErrorComplete().block();
        share.within(HOT, Mono.never()).subscribe();
        assertThat(share.within(HOT, Mono.just("yes")).block()).as("cancelled and failed ones are gone, too")
                .isEqualTo("yes");
    }

    @Test
    void shouldStandBeforeBookingsReadsAndStreamsOfTheService() {
        var api = RunningApi.shared();
        var shares = api.context.getBean(EventShares.class);
        var limits = api.context.getBean(EventShareProperties.class);
        var hot = BookingRequests.onSale(api);
        var other = BookingRequests.onSale(api);
        var links = BookingRequests.accepted(api, hot).body().path("links");
        var crowd = Disposables.composite(busy(shares.bookings(), hot, limits.maxBookings()),
                busy(shares.reads(), hot, limits.maxReads()), busy(shares.streams(), hot, limits.maxStreams()),
                busy(shares.bookingStreams(), hot, limits.maxBookingStreams()));
        try {
            assertThat(answers(api, hot)).containsExactly("503 overloaded", "503 overloaded", "503 overloaded");
            assertThat(ofBooking(api, links)).containsExactly("503 overloaded", "503 overloaded");
            assertThat(answers(api, other)).containsExactly("202 ", "200 ", "200 ");
        } finally {
            crowd.dispose();
        }
        assertThat(answers(api, hot)).containsExactly("202 ", "200 ", "200 ");
        assertThat(ofBooking(api, links)).containsExactly("200 ", "200 ");
    }

    private static Stream<String> ofBooking(RunningApi api, JsonNode links) {
        var read = api.get(links.path("self").asString());
        return Stream.of(read.status() + " " + read.text("code"), stream(api, links.path("stream").asString()));
    }

    private static Disposable busy(EventShare share, UUID event, int times) {
        var all = Disposables.composite();
        Stream.generate(() -> share.within(event, Mono.never()).subscribe()).limit(times).forEach(all::add);
        return all;
    }

    private static Stream<String> answers(RunningApi api, UUID event) {
        var book = api.post("/api/bookings", BookingRequests.best(event, 1));
        var read = api.get("/api/events/" + event);
        return Stream.of(book.status() + " " + book.text("code"), read.status() + " " + read.text("code"),
                stream(api, "/api/events/" + event + "/stream"));
    }

    private static String stream(RunningApi api, String path) {
        var request = api.request(path).GET().build();
        var response = HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream()).join();
        try (var body = response.body()) {
            return response.statusCode() + " "
                    + (response.statusCode() == 200 ? "" : api.json.readTree(body).path("code").asString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
