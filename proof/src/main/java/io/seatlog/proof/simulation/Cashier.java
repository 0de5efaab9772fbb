package io.seatlog.proof.simulation;

import io.seatlog.kernel.id.Uuid7;
import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.ticketing.catalog.Subsection;
import io.seatlog.ticketing.payment.LogUncertainException;
import io.seatlog.ticketing.payment.Payment;
import io.seatlog.ticketing.payment.PaymentPorts;
import io.seatlog.ticketing.payment.PaymentTurn;
import io.seatlog.ticketing.payment.memory.TestCard;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * One ticketing-service as far as it takes money: it begins payments and goes on with those that are due, one step of one
 * turn at a time. Its threads, and who wakes them, are not here: a wake is a claim, whenever it comes.
 */
final class Cashier {
    private static final int MOST_PAYMENTS = 10;
    private static final int MOST_CLAIMED = 8;
    private static final int EXTENSION_SECONDS = 10;
    private final World world;
    private final int number;
    private final long skewMillis;
    private final PaymentPorts ports;
    private final Map<UUID, PaymentTurn> turns = new LinkedHashMap<>();
    private long ids;

    Cashier(World world, int number, long skewMillis) {
        this.world = world;
        this.number = number;
        this.skewMillis = skewMillis;
        ports = new PaymentPorts(world.till, world.till, world.till, world.till, this::now,
                world.choices.jitter());
    }

    private Instant now() {
        return world.now().plusMillis(skewMillis);
    }

    void act(Customers customers) {
        switch (world.choices.next(12)) {
            case 0, 1, 2, 3, 4, 5, 6 -> step();
            case 7, 8 -> someonePays(customers);
            case 9 -> due();
            case 10 -> refunds();
            default -> news();
        }
    }

    /** Ends in mid-turn; its leases stay until they are over. */
    void crash() {
        world.trace.say(() -> this + " ends, and forgets " + turns.size() + " payments");
        turns.clear();
    }

    private void step() {
        if (!turns.isEmpty()) {
            step(world.choices.of(List.copyOf(turns.keySet())));
        }
    }

    private void step(UUID id) {
        var turn = Objects.requireNonNull(turns.get(id));
        try {
            switch (turn.step()) {
                case PaymentTurn.Step.Going _ -> {
                }
                case PaymentTurn.Step.Changed(var payment) -> world.trace.say(() -> this + ": " + payment);
                case PaymentTurn.Step.Ended _,PaymentTurn.Step.Overtaken _ -> turns.remove(id);
            }
        } catch (Till.DatabaseAway | LogUncertainException failure) {
            world.trace.say(() -> this + ": " + failure + " for payment " + id);
            turns.remove(id);
        } catch (Till.ProcessEnds _) {
            crash();
        }
    }

    void someonePays(Customers customers) {
        var held = customers.bookings(BookingStatus.HELD);
        if (!held.isEmpty()) {
            begin(world.choices.of(held));
        }
    }

    /** As the start of a payment does: the hold gets time, the row is written, and only then the provider hears of it. */
    private void begin(Booking booking) {
        var subsection = subsection(booking.subsectionId());
        try {
            if (!booking.extended()) {
                world.till.append(subsection, new Command.ExtendHold(booking.subsectionId(), booking.id(),
                        booking.buyer(), EXTENSION_SECONDS));
            }
            var payment = Payment.of(Uuid7.of(now().toEpochMilli(), number, ++ids), booking,
                    Objects.requireNonNull(booking.currency()), card(), now());
            world.till.insert(payment, now().plus(PaymentTurn.LEASE), MOST_PAYMENTS).ifPresent(this::take);
        } catch (Till.DatabaseAway | LogUncertainException failure) {
            world.trace.say(() -> this + " cannot begin a payment: " + failure);
        } catch (Till.ProcessEnds _) {
            crash();
        }
    }

    private String card() {
        return (world.happens(Fault.CARD_TROUBLE, 2)
                ? TestCard.values()[world.choices.next(TestCard.values().length)]
                : TestCard.PAYS).method();
    }

    private void take(Payment leased) {
        world.trace.say(() -> this + " takes " + leased);
        turns.put(leased.id(), new PaymentTurn(ports, subsection(leased.subsectionId()), leased));
    }

    private Subsection subsection(int id) {
        var opening = world.opening(id);
        return new Subsection(id, opening.key().eventId(), opening.key().section(), opening.key().subsection(),
                opening.partition(), opening.plan());
    }

    private void due() {
        quietly(() -> world.till.claimDue(now(), now().plus(PaymentTurn.LEASE), MOST_CLAIMED, turns.keySet())
                .forEach(this::take));
    }

    private void refunds() {
        quietly(() -> refundable().forEach(this::wake));
    }

    private List<UUID> refundable() {
        return world.till.refundable(now().minus(Duration.ofDays(1)), MOST_CLAIMED);
    }

    /** A webhook, an outcome, or nothing at all: somebody thinks that there is news. */
    private void news() {
        var payments = world.till.payments();
        if (!payments.isEmpty()) {
            var payment = world.choices.of(payments);
            if (world.choices.next(2) == 1) {
                bankAnswers(payment);
            }
            quietly(() -> wake(payment.id()));
        }
    }

    private void bankAnswers(Payment payment) {
        if (world.choices.next(3) == 2) {
            world.till.provider().refuse(payment.id());
        } else {
            world.till.provider().approve(payment.id());
        }
    }

    private void wake(UUID id) {
        if (!turns.containsKey(id)) {
            world.till.claim(id, now(), now().plus(PaymentTurn.LEASE)).ifPresent(this::take);
        }
    }

    private void quietly(Runnable call) {
        try {
            call.run();
        } catch (Till.DatabaseAway away) {
            world.trace.say(() -> this + " finds the database away");
        }
    }

    /**
     * Goes on with everything that can go on now.
     *
     * @return whether there was nothing to do, nor will be: what is to be refunded may be leased to somebody who has ended
     */
    boolean finishTurns() {
        due();
        refunds();
        boolean idle = turns.isEmpty() && refundable().isEmpty();
        for (var id : List.copyOf(turns.keySet())) {
            while (turns.containsKey(id)) {
                step(id);
            }
        }
        return idle;
    }

    @Override
    public String toString() {
        return "cashier " + number;
    }
}
