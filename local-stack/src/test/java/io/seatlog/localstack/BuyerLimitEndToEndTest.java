package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.id.Uuid7;
import io.seatlog.localstack.load.Audit;
import io.seatlog.localstack.load.Buyers;
import io.seatlog.localstack.load.OutcomeTape;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The tickets of one buyer in one event are limited, wherever and however fast they ask. */
class BuyerLimitEndToEndTest {
    private static final int BUYERS = 10;
    private static final int LIMIT = 4;
    private static final int SUBSECTIONS = 50;
    private static final int CONNECTIONS = 64;
    private static final int REQUESTS = 1_600;
    private final RunningSystem system = RunningSystem.shared();
    private final URI one = system.api(0);
    private final URI other = system.api(1);

    @Test
    void shouldSellTenBuyersExactlyTheirForty() throws Exception {
        try (var buyers = Buyers.patient(system.endpoints().tokens());
                var tape = new OutcomeTape(system.endpoints().target())) {
            var event = limited(buyers, SUBSECTIONS);
            var ids = hammer(buyers, event);
            for (int wait = 0; wait < 600 && tape.decided(ids) < ids.size(); wait++) {
                Thread.sleep(100);
            }
            assertThat(tape.decided(ids)).isEqualTo(REQUESTS);
            assertThat(query(
                    "select coalesce(sum(quantity), 0) from reservation.booking where event_id = ? and status = 1",
                    event)).isEqualTo(BUYERS * LIMIT);
            assertThat(query("select count(*) from (select buyer from reservation.booking where event_id = ? and"
                    + " status = 1 group by buyer having sum(quantity) = 4) b", event)).isEqualTo(BUYERS);
            assertThat(
                    query("select count(*) from reservation.booking where event_id = ? and status = 5 and reason <> 12",
                            event))
                    .isZero();
            assertThat(new Audit(system.endpoints().target()).claims()).isEmpty();
        }
    }

    @Test
    void shouldFreeTheLimitWithWhatIsGivenBack() throws Exception {
        try (var buyers = Buyers.patient(system.endpoints().tokens())) {
            var event = limited(buyers, 2);
            var first = book(buyers, event, "1", 3);
            assertThat(status(buyers, first)).isEqualTo("HELD");
            assertThat(status(buyers, book(buyers, event, "2", 2))).isEqualTo("REJECTED");
            assertThat(status(buyers, book(buyers, event, "2", 1))).isEqualTo("HELD");
            assertThat(status(buyers, book(buyers, event, "1", 1))).isEqualTo("REJECTED");
            assertThat(buyers.delete(one.resolve("/api/bookings/" + first), "one").statusCode()).isEqualTo(202);
            awaitStatus(buyers, first, "CANCELLED");
            assertThat(status(buyers, book(buyers, event, "2", 3))).isEqualTo("HELD");

            var nobody = buyers.book(one, new Buyers.Wish(Uuid7.next(), event, "A", "1", Buyers.NOBODY, 1)).get();
            assertThat(nobody.statusCode()).isEqualTo(401);
            assertThat(nobody.body()).contains("identity-required");
            assertThat(new Audit(system.endpoints().target()).claims()).isEmpty();
        }
    }

    private UUID limited(Buyers buyers, int subsections) throws Exception {
        var event = buyers.makeEvent(one, subsections, 5, 20, 3_600,
                "\"maxTicketsPerBuyer\":" + LIMIT + ",");
        for (var api : List.of(one, other)) {
            var seen = buyers.get(api.resolve("/api/events/" + event), "looker");
            assertThat(seen.body()).contains("\"maxTicketsPerBuyer\":" + LIMIT);
        }
        return event;
    }

    private List<UUID> hammer(Buyers buyers, UUID event) throws Exception {
        var ids = new ArrayList<UUID>();
        var wishes = new ArrayList<Buyers.Wish>();
        var random = new SplittableRandom(4);
        for (int i = 0; i < REQUESTS; i++) {
            var wish = new Buyers.Wish(Uuid7.next(), event, "A", Integer.toString(1 + random.nextInt(SUBSECTIONS)),
                    "greedy-" + i % BUYERS, 1 + (i < REQUESTS / 2 ? random.nextInt(3) : 0));
            ids.add(wish.id());
            wishes.add(wish);
        }
        var next = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var connections = new ArrayList<Callable<Integer>>();
            for (int c = 0; c < CONNECTIONS; c++) {
                connections.add(() -> {
                    int sent = 0;
                    for (int i = next.getAndIncrement(); i < REQUESTS; i = next.getAndIncrement()) {
                        var api = i % 2 == 0 ? one : other;
                        var wish = wishes.get(i);
                        var answer = buyers.book(api, wish).get();
                        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
                        sent++;
                    }
                    return sent;
                });
            }
            for (var connection : threads.invokeAll(connections)) {
                connection.get();
            }
        }
        return ids;
    }

    private UUID book(Buyers buyers, UUID event, String subsection, int quantity) throws Exception {
        var wish = new Buyers.Wish(Uuid7.next(), event, "A", subsection, "one", quantity);
        assertThat(buyers.book(one, wish).get().statusCode()).isEqualTo(202);
        return wish.id();
    }

    private String status(Buyers buyers, UUID id) throws Exception {
        var uri = other.resolve("/api/bookings/" + id);
        for (int wait = 0; wait < 300; wait++) {
            var status = Json.MAPPER.readTree(buyers.get(uri, "one").body()).path("status").asString("");
            if (!status.equals("PENDING")) {
                return status;
            }
            Thread.sleep(100);
        }
        return "PENDING";
    }

    private void awaitStatus(Buyers buyers, UUID id, String status) throws Exception {
        for (int wait = 0; wait < 300 && !status(buyers, id).equals(status); wait++) {
            Thread.sleep(100);
        }
        assertThat(status(buyers, id)).isEqualTo(status);
    }

    private long query(String query, UUID event) throws Exception {
        try (var connection = system.database(); var select = connection.prepareStatement(query)) {
            select.setObject(1, event);
            try (var rows = select.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }
}
