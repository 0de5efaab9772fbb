package io.seatlog.ticketing.booking;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.id.Uuid7;
import io.seatlog.kernel.message.Command;
import io.seatlog.ticketing.BookingRequests;
import io.seatlog.ticketing.RunningApi;
import io.seatlog.ticketing.TestIssuer;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Many at once, of every kind: each is answered, each 202 is on the log once, at the place its receipt names. */
class EveryRequestIsAnsweredTest {
    private static final RunningApi API = RunningApi.shared();
    private static final int CLIENTS = 32;
    private static final int EACH = 60;

    private record Sent(int status, UUID id, long offset) {}

    @Test
    void acceptedRequestsAreOnTheLogOnceAndWhereTheirReceiptsSay() throws Exception {
        var event = BookingRequests.onSale(API);
        var from = API.logEnd();
        var sent = new ArrayList<Future<Sent>>();
        try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
            for (int i = 0; i < CLIENTS * EACH; i++) {
                sent.add(clients.submit(one(event)));
            }
        }
        var accepted = new ArrayList<Sent>();
        for (var one : sent) {
            var answer = one.get(1, TimeUnit.SECONDS);
            assertThat(answer.status()).isEqualTo(202);
            accepted.add(answer);
        }

        var logged = API.loggedSince(from).stream().filter(one -> one.command() instanceof Command.ReserveSeats)
                .collect(Collectors.toMap(one -> ((Command.ReserveSeats) one.command()).bookingId(),
                        one -> one.record().offset()));

        assertThat(logged).hasSize(CLIENTS * EACH);
        assertThat(accepted)
                .allSatisfy(one -> assertThat(one.offset()).isEqualTo(logged.getOrDefault(one.id(), -1L)));
    }

    private static Callable<Sent> one(UUID event) {
        return () -> {
            var id = Uuid7.next();
            var buyer = "b" + ThreadLocalRandom.current().nextInt(100);
            var answer = API.post("/api/bookings", BookingRequests.best(event, 1, BookingRequests.withId(id)),
                    TestIssuer.AS, buyer);
            var receipts = API.context.getBean(Receipts.class);
            long offset = receipts.verify(answer.text("receipt")).map(Receipt::offset).orElse(-1L);
            assertThat(API.get(answer.header("Location"), TestIssuer.AS, buyer).text("status")).isEqualTo("PENDING");
            assertThat(API.delete("/api/bookings/" + id, TestIssuer.AS, TestIssuer.NOBODY).status()).isEqualTo(401);
            assertThat(API.get("/api/bookings/" + id, TestIssuer.AS, "eve").text("status")).isEqualTo("PENDING");
            return new Sent(answer.status(), id, offset);
        };
    }
}
