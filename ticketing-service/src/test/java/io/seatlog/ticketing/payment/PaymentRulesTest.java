package io.seatlog.ticketing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.ticketing.payment.provider.Standing.Status;
import java.util.EnumMap;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** However workers, provider, log and buyer interleave: in the end the money is where the seats are. */
class PaymentRulesTest {
    private static final int SEEDS = Integer.getInteger("seatlog.payment.seeds", 20_000);
    private static final int EVENTS = 120;

    @Test
    void shouldNeverLeaveMoneyWithoutSeatsNorSeatsWithoutMoney() {
        var only = Long.getLong("seatlog.payment.seed");
        long first = only != null ? only : 1;
        long last = only != null ? only : SEEDS;
        var ends = new EnumMap<PaymentState, Integer>(PaymentState.class);
        for (long seed = first; seed <= last; seed++) {
            try {
                ends.merge(run(seed), 1, Integer::sum);
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("seed " + seed + ": repeat with -Dseatlog.payment.seed=" + seed, failure);
            }
        }
        System.out.printf("payments: seeds %d..%d ended %s%n", first, last, ends);
        if (only == null) {
            assertThat(ends).containsKeys(PaymentState.CAPTURED, PaymentState.VOIDED, PaymentState.DECLINED,
                    PaymentState.REFUNDED, PaymentState.FAILED);
        }
    }

    private static PaymentState run(long seed) {
        var world = new PaymentWorld(new Random(seed));
        for (int i = 0; i < EVENTS; i++) {
            world.event();
        }
        world.settle();
        world.landAll();
        boolean sold = world.booking.status() == BookingStatus.CONFIRMED
                && PaymentWorld.PAYMENT.equals(world.booking.paymentId());
        assertThat(world.provider == Status.CAPTURED).as("%s, provider %s, %s", world.row, world.provider,
                world.booking).isEqualTo(sold);
        assertThat(world.provider).as("%s", world.row).isNotIn(Status.AUTHORIZED, Status.PROCESSING);
        assertThat(world.row.state().isOpen()).as("%s", world.row).isFalse();
        return world.row.state();
    }
}
