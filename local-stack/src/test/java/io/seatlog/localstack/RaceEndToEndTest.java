package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.localstack.load.Audit;
import io.seatlog.localstack.load.Buyers;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/**
 * Two things that want the same booking at the same moment, 400 times each in every build and as often as
 * {@code -Dseatlog.races=2000} says: one of them wins, once.
 */
class RaceEndToEndTest {
    private static final int BOOKINGS = Integer.getInteger("seatlog.races", 400);
    private final RunningSystem system = RunningSystem.shared();
    private final URI one = system.api(0);
    private final URI other = system.api(1);

    @Test
    void shouldCancelOnceWhenTwoCancelTogether() throws Exception {
        race(3_600, (races, wish) -> List.of(races.delete(one, "/api/bookings/" + wish.id(), wish),
                races.delete(other, "/api/bookings/" + wish.id(), wish)), BookingStatus.CANCELLED);
    }

    /** The cancellation is sent when the hold ends, within a fifth of a second. */
    @Test
    void shouldEndOnceWhenTheBuyerCancelsAsTheHoldEnds() throws Exception {
        var ended = race(8,
                (races, wish) -> List.of(races.atTheEnd(wish,
                        () -> races.buyers().delete(one.resolve("/api/bookings/" + wish.id()), wish.buyer()))),
                BookingStatus.CANCELLED, BookingStatus.EXPIRED);
        assertThat(ended.get(BookingStatus.EXPIRED)).as("%s", ended).isPositive();
    }

    /** The id of a hold that ends is sent again: it is no new booking, whichever comes first. */
    @Test
    void shouldNotHoldAgainWhenTheRequestIsRepeatedAsTheHoldEnds() throws Exception {
        race(8, (races, wish) -> List.of(races.atTheEnd(wish, () -> races.buyers().book(other, wish).get())),
                BookingStatus.EXPIRED);
    }

    private Map<BookingStatus, Integer> race(int holdSeconds,
            BiFunction<Races, Buyers.Wish, List<CompletableFuture<HttpResponse<String>>>> rivals,
            BookingStatus... ends) throws Exception {
        try (var races = new Races(system, holdSeconds, BOOKINGS, 200)) {
            races.contest(rivals, 200, 202, 409);
            var counts = awaitEnds(races, List.of(ends));
            System.out.printf("%d races: %s%n", BOOKINGS, counts);
            var audit = new Audit(system.endpoints().target());
            assertThat(audit.decisions(races.run().accepted().keySet(), races.tape())).isEmpty();
            assertThat(audit.claims()).isEmpty();
            assertThat(audit.maps(races.event(), Duration.ofSeconds(30))).isEmpty();
            return counts;
        }
    }

    /** Every booking has ended, in one of these ways and by one outcome. */
    private static Map<BookingStatus, Integer> awaitEnds(Races races, List<BookingStatus> ends) throws Exception {
        var counts = new HashMap<BookingStatus, Integer>();
        for (var id : races.run().accepted().keySet()) {
            for (int wait = 0; wait < 600 && races.ends(id).isEmpty(); wait++) {
                Thread.sleep(100);
            }
            assertThat(races.ends(id)).as("ends of " + id).hasSize(1);
            var end = races.ends(id).getFirst();
            assertThat(end).isIn(ends);
            counts.merge(end, 1, Integer::sum);
        }
        return counts;
    }
}
