package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.localstack.load.Audit;
import io.seatlog.localstack.load.Buyers;
import io.seatlog.localstack.load.Money;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Payments against everything else that wants the same booking, 150 of each in every build and as many as
 * {@code -Dseatlog.payment.races=2000} says. Whoever wins: the provider's own
 * books have the money for the seats that are sold, and no other. A payment extends a hold by one second only here, so that
 * it still ends while it is paid.
 */
class PaymentRaceTest {
    private static final int BOOKINGS = Integer.getInteger("seatlog.payment.races", 150);
    /** Two payments of each fit beside everything else on two cores. */
    private static final int PER_SECOND = 40;
    private static final String VISA = "pm_card_visa";
    private static final Duration BALANCED_WITHIN = Duration.ofMinutes(4);

    @TempDir
    static Path folder;

    private static @Nullable RunningSystem running;
    private final RunningSystem system = Objects.requireNonNull(running);
    private final Shop shop = new Shop(system);
    private final URI one = system.api(0);
    private final URI other = system.api(1);

    @BeforeAll
    static void start() {
        running = RunningSystem.start(folder.resolve("data"), Map.of("SEATLOG_PAYMENT_EXTENSION", "1s"),
                "--ticketing", "2", "--reservation", "2");
    }

    @AfterAll
    static void stop() {
        Objects.requireNonNull(running).close();
    }

    @AfterEach
    void close() throws Exception {
        shop.calmProvider();
        shop.close();
    }

    /**
     * The payment begins within a tenth of a second of the deadline, so that its extension races with the end of the hold;
     * every third authorisation takes about as long as the extension, so that the confirmation races with the next end.
     */
    @Test
    void shouldPayOrExpire() throws Exception {
        shop.rule("authorize", "delay", ",\"method\":\"pm_card_mastercard\",\"times\":4000,\"millis\":900");
        var ends = race(8, (races, wish) -> List.of(races.atTheEnd(wish, () -> races.pay(one, wish,
                Math.floorMod(wish.id().hashCode(), 3) == 0 ? "pm_card_mastercard" : VISA).get())));
        assertThat(ends).containsOnlyKeys(BookingStatus.CONFIRMED, BookingStatus.EXPIRED);
    }

    @Test
    void shouldPayOrCancel() throws Exception {
        var ends = race(3_600, (races, wish) -> List.of(races.pay(one, wish, VISA),
                races.delete(other, "/api/bookings/" + wish.id(), wish)));
        assertThat(ends.keySet()).isSubsetOf(BookingStatus.CONFIRMED, BookingStatus.CANCELLED);
    }

    @Test
    void shouldPayOnceFromTwoTabs() throws Exception {
        var ends = race(3_600, (races, wish) -> List.of(races.pay(one, wish, VISA), races.pay(other, wish, VISA)));
        assertThat(ends).containsExactly(Map.entry(BookingStatus.CONFIRMED, BOOKINGS));
    }

    /** Every webhook comes twice, half of the news before the answer, and every fifth answer is lost. */
    @Test
    void shouldPayOnceWhateverTheProviderTells() throws Exception {
        shop.rule("authorize", "lost", ",\"method\":\"pm_card_mastercard\",\"times\":" + BOOKINGS / 5);
        shop.rule("capture", "lost", ",\"method\":\"pm_card_mastercard\",\"times\":" + BOOKINGS / 10);
        shop.rule("authorize", "webhook-first", ",\"times\":" + BOOKINGS / 2);
        shop.rule("any", "duplicate", ",\"times\":100000");
        var ends = race(3_600, (races, wish) -> List.of(races.pay(one, wish,
                Math.floorMod(wish.id().hashCode(), 5) == 0 ? "pm_card_mastercard" : VISA)));
        assertThat(ends).containsExactly(Map.entry(BookingStatus.CONFIRMED, BOOKINGS));
    }

    private Map<BookingStatus, Integer> race(int holdSeconds,
            BiFunction<Races, Buyers.Wish, List<CompletableFuture<HttpResponse<String>>>> rivals) throws Exception {
        try (var races = new Races(system, holdSeconds, BOOKINGS, PER_SECOND)) {
            races.contest(rivals, 200, 202, 409, 503);
            assertThat(new Money(system.endpoints().target(), shop.provider()).findings(BALANCED_WITHIN)).isEmpty();
            var ends = new EnumMap<BookingStatus, Integer>(BookingStatus.class);
            int changed = 0;
            for (var id : races.run().accepted().keySet()) {
                var all = races.ends(id);
                ends.merge(all.isEmpty() ? BookingStatus.HELD : all.getLast(), 1, Integer::sum);
                changed += all.size() > 1 ? 1 : 0;
                assertThat(all.size()).as("%s", all).isLessThanOrEqualTo(2);
            }
            System.out.printf("%d payments raced: %s, %d of them confirmed after their hold had ended%n",
                    BOOKINGS, ends, changed);
            var audit = new Audit(system.endpoints().target());
            assertThat(audit.decisions(races.run().accepted().keySet(), races.tape())).isEmpty();
            assertThat(audit.claims()).isEmpty();
            assertThat(audit.maps(races.event(), Duration.ofSeconds(30))).isEmpty();
            return ends;
        }
    }
}
