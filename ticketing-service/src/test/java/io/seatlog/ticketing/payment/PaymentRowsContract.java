package io.seatlog.ticketing.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.seating.Seats;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What all rows of payments must do: the comparisons that the promises rest on, and the leases that save questions. */
abstract class PaymentRowsContract {
    static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123Z");
    static final Duration LEASE = Duration.ofSeconds(20);
    static final int SUBSECTION = 7;
    private static final UUID EVENT = new UUID(1, 1);
    private static final int MOST = 10;
    private PaymentRows rows;
    private int ids;

    /** Without any row. */
    abstract PaymentRows fresh();

    /** The log has decided so. */
    abstract void store(Booking booking);

    @BeforeEach
    void begin() {
        rows = fresh();
    }

    @Test
    void shouldKeepANewPaymentAsItWasWritten() {
        var payment = payment(booking());
        var written = insert(payment);

        assertThat(written).isEqualTo(payment.changed(written.change()));
        assertThat(rows.byId(payment.id())).contains(written);
        assertThat(rows.byId(new UUID(9, 9))).isEmpty();
    }

    @Test
    void shouldWriteNoMoreThanTheMostOfABooking() {
        var booking = booking();
        assertThat(rows.insert(payment(booking), NOON, 2)).isPresent();
        assertThat(rows.insert(payment(booking), NOON, 2)).isPresent();

        var third = payment(booking);
        assertThat(rows.insert(third, NOON, 2)).isEmpty();
        assertThat(rows.byId(third.id())).isEmpty();
        assertThat(rows.insert(payment(booking()), NOON, 2)).isPresent();
        assertThat(rows.insert(third, NOON, 3)).isPresent();
    }

    @Test
    void shouldNotWriteTwoUnderOneId() {
        var written = insert(payment(booking()));
        assertThatThrownBy(() -> insert(written)).isInstanceOf(RuntimeException.class);
        assertThat(rows.byId(written.id())).contains(written);
    }

    @Test
    void shouldKeepAllThatIsSaved() {
        var before = insert(payment(booking()));
        var sent = before.known("pi_1", "secret").becoming(PaymentState.CONFIRMING, "why").known("pi_2", "secret_2")
                .sending(NOON.plusSeconds(30)).sending(NOON.plusSeconds(60)).sent(1L << 40).uncertain();
        assertThat(sent.openUntil()).isEqualTo(NOON.plusSeconds(30));

        var saved = rows.save(sent).orElseThrow();
        assertThat(saved).isEqualTo(sent.changed(saved.change()));
        assertThat(rows.byId(before.id())).contains(saved);

        var emptied = rows.save(saved.becoming(PaymentState.VOID_DUE, null).known(null, null)).orElseThrow();
        assertThat(rows.byId(before.id())).contains(emptied);
        assertThat(emptied.reference()).isEqualTo("pi_2");
    }

    @Test
    void shouldKeepEveryState() {
        var payment = insert(payment(booking()));
        for (var state : PaymentState.values()) {
            payment = rows.save(payment.becoming(state, null)).orElseThrow();
            assertThat(rows.byId(payment.id())).contains(payment);
        }
    }

    @Test
    void shouldSaveOnlyOverTheOneThatWasRead() {
        var read = insert(payment(booking()));
        var first = rows.save(read.becoming(PaymentState.CONFIRMING, null)).orElseThrow();

        assertThat(rows.save(read.becoming(PaymentState.DECLINED, "late"))).isEmpty();
        assertThat(rows.save(first.changed(first.change() + 1))).isEmpty();
        assertThat(rows.byId(read.id())).contains(first);
        assertThat(rows.save(payment(booking()))).isEmpty();
    }

    @Test
    void shouldDrawEveryChangeAboveAllBefore() {
        var booking = booking();
        var one = insert(payment(booking));
        var other = insert(payment(booking));
        var saved = rows.save(one).orElseThrow();
        rows.release(other, NOON);
        assertThat(rows.byId(other.id())).contains(other);
        var claimed = rows.claim(other.id(), NOON, NOON.plus(LEASE)).orElseThrow();
        rows.release(claimed, NOON);
        var due = rows.claimDue(NOON, NOON.plus(LEASE), 5, Set.of()).getFirst();

        assertThat(new long[]{one.change(), other.change(), saved.change(), claimed.change(), due.change()})
                .isSorted().doesNotHaveDuplicates();
        assertThat(due).isEqualTo(other.changed(due.change()));
    }

    @Test
    void shouldGiveNobodyWhatIsLeased() {
        var written = insert(payment(booking()));
        var almost = NOON.plus(LEASE).minusMillis(1);
        var end = NOON.plus(LEASE);

        assertThat(rows.claimDue(almost, almost.plus(LEASE), 5, Set.of())).isEmpty();
        assertThat(rows.claim(written.id(), almost, almost.plus(LEASE))).isEmpty();

        // Whoever wrote it died: when the lease ends it is due.
        var claimed = rows.claimDue(end, end.plus(LEASE), 5, Set.of()).getFirst();
        assertThat(rows.claimDue(end, end.plus(LEASE), 5, Set.of())).isEmpty();
        assertThat(rows.claim(written.id(), end, end.plus(LEASE))).isEmpty();
        assertThat(rows.claim(written.id(), end.plus(LEASE), end.plus(LEASE).plus(LEASE))).isPresent();
        assertThat(rows.save(claimed)).isEmpty();
    }

    @Test
    void shouldKeepTheLeaseWhenAChangeIsSaved() {
        var written = insert(payment(booking()));
        assertThat(rows.save(written.becoming(PaymentState.CONFIRMING, null))).isPresent();

        assertThat(rows.claim(written.id(), NOON, NOON.plus(LEASE))).isEmpty();
        assertThat(rows.claimDue(NOON.plus(LEASE), NOON.plus(LEASE).plus(LEASE), 5, Set.of())).hasSize(1);
    }

    @Test
    void shouldLetNobodyWriteOrReleaseWhatAnotherHasClaimed() {
        var slept = insert(payment(booking()));
        var late = NOON.plus(LEASE);
        var theirs = rows.claim(slept.id(), late, late.plus(LEASE)).orElseThrow();

        assertThat(rows.save(slept.becoming(PaymentState.DECLINED, null))).isEmpty();
        rows.release(slept, null);
        assertThat(rows.byId(slept.id())).contains(theirs);
        assertThat(rows.claim(slept.id(), late, late.plus(LEASE))).isEmpty();
        assertThat(rows.claimDue(late.plus(LEASE), late.plus(LEASE).plus(LEASE), 5, Set.of())).hasSize(1);
    }

    @Test
    void shouldClaimWhatWasReleasedOnlyWhenItIsDueOrAskedFor() {
        var written = insert(payment(booking()));
        rows.release(written, NOON.plusSeconds(5));

        assertThat(rows.claimDue(NOON.plusSeconds(4), NOON.plusSeconds(24), 5, Set.of())).isEmpty();
        var woken = rows.claim(written.id(), NOON.plusSeconds(4), NOON.plusSeconds(24)).orElseThrow();
        rows.release(woken, NOON.plusSeconds(5));
        assertThat(rows.claimDue(NOON.plusSeconds(5), NOON.plusSeconds(25), 5, Set.of())).hasSize(1);
    }

    @Test
    void shouldNeverFindDueWhatIsDueNever() {
        var written = insert(payment(booking()));
        rows.release(written, null);

        assertThat(rows.claimDue(NOON.plus(Duration.ofDays(1_000)), NOON, 5, Set.of())).isEmpty();
        assertThat(rows.claim(written.id(), NOON, NOON.plus(LEASE))).isPresent();
        assertThat(rows.claim(new UUID(9, 9), NOON, NOON.plus(LEASE))).isEmpty();
    }

    @Test
    void shouldClaimTheLongestDueFirstAndNoneOfTheOthers() {
        var ids = new UUID[4];
        for (int i = 0; i < ids.length; i++) {
            var written = insert(payment(booking()));
            rows.release(written, NOON.minusSeconds(i));
            ids[i] = written.id();
        }
        assertThat(claimedIds(2, Set.of(ids[3]))).containsExactlyInAnyOrder(ids[1], ids[2]);
        assertThat(claimedIds(5, Set.of(ids[3]))).containsExactly(ids[0]);
        assertThat(claimedIds(5, Set.of())).containsExactly(ids[3]);
    }

    private Set<UUID> claimedIds(int limit, Set<UUID> others) {
        var found = new HashSet<UUID>();
        rows.claimDue(NOON, NOON.plus(LEASE), limit, others).forEach(payment -> found.add(payment.id()));
        return found;
    }

    @Test
    void shouldFindWhatIsToBeRefunded() {
        var paid = paid(BookingStatus.CANCELLED, null);
        paid(BookingStatus.CONFIRMED, null);
        paid(BookingStatus.CANCELLED, new UUID(8, 8));
        var voided = paid(BookingStatus.CANCELLED, null);
        assertThat(rows.save(voided.becoming(PaymentState.VOIDED, null))).isPresent();

        assertThat(rows.refundable(NOON, 5)).containsExactly(paid.id());
        assertThat(rows.refundable(Instant.EPOCH, 5)).containsExactly(paid.id());
        assertThat(rows.refundable(NOON.plusMillis(1), 5)).isEmpty();
        paid(BookingStatus.CANCELLED, null);
        assertThat(rows.refundable(NOON, 5)).hasSize(2);
        assertThat(rows.refundable(NOON, 1)).hasSize(1);
    }

    /** @param by which payment confirmed it, null for the one that is returned */
    private Payment paid(BookingStatus end, @Nullable UUID by) {
        var booking = booking();
        var payment = insert(payment(booking));
        var confirmed = booking.confirmed(by == null ? payment.id() : by, 5, NOON);
        store(end == BookingStatus.CANCELLED ? confirmed.cancelled(Reason.CANCELLED_BY_BUYER, 6, NOON) : confirmed);
        return rows.save(payment.becoming(PaymentState.CAPTURED, null)).orElseThrow();
    }

    final Payment insert(Payment payment) {
        return rows.insert(payment, NOON.plus(LEASE), MOST).orElseThrow();
    }

    final Payment payment(Booking booking) {
        return Payment.of(new UUID(7, ++ids), booking, Objects.requireNonNull(booking.currency()), "pm_card_visa",
                NOON);
    }

    final Booking booking() {
        int seat = ++ids;
        return new Booking(new UUID(2, seat), SUBSECTION, EVENT, "ann", new UUID(3, 3), BookingStatus.HELD, null, 1,
                Seats.of(seat), 4_500, "EUR", NOON.plusSeconds(600), 1, 1, NOON, NOON);
    }
}
