package io.seatlog.proof.certificate;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.message.Sale;
import io.seatlog.kernel.message.Terms;
import io.seatlog.kernel.seating.SeatState;
import io.seatlog.kernel.seating.SeatingPlan;
import io.seatlog.kernel.seating.Seats;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes why each booking was rejected, a JSON object a line, and remembers a few for the page. For want of any seat the
 * holders are all of the subsection's: they are written once when first needed, and then only those that have changed, so
 * that the file grows with what happened and not with its square.
 */
final class Explanations implements AutoCloseable {
    static final int SAMPLE = 50;
    private final BufferedWriter out;
    private final Random random = new Random(1);
    private final List<Rejection> sample = new ArrayList<>();
    private long rejections;
    private long unexplained;

    /**
     * One of the sample.
     *
     * @param why in words
     */
    record Rejection(int subsection, long version, UUID booking, String reason, int quantity, String why,
            boolean explained) {}

    Explanations(Path file) throws IOException {
        out = Files.newBufferedWriter(file);
    }

    /** @param command null when the log of commands does not have it */
    void explain(Seating seating, Booking rejected, @Nullable Command command) {
        var chosen = command instanceof Command.ReserveSeats reserve ? reserve.seats() : Seats.NONE;
        var line = new StringBuilder(240).append("{\"kind\":\"rejected\",\"subsection\":").append(seating.id())
                .append(",\"version\":").append(rejected.version()).append(",\"booking\":\"").append(rejected.id())
                .append("\",\"reason\":\"").append(rejected.reason()).append("\",\"quantity\":")
                .append(rejected.quantity());
        var opening = seating.opening();
        if (!chosen.isEmpty() && opening != null) {
            line.append(",\"seats\":").append(labels(opening.plan(), chosen.stream().boxed().toList()));
        }
        var reason = rejected.reason();
        if (opening == null || reason == null) {
            end(seating, rejected, line, "it cannot be told: the subsection was never opened",
                    reason == Reason.INTERNAL);
            return;
        }
        switch (reason) {
            case SEAT_TAKEN -> taken(seating, opening.plan(), rejected, chosen, line);
            case NO_SEATS -> soldOut(seating, opening.plan(), rejected, line);
            case INTERNAL -> end(seating, rejected, line, "Seatlog's own fault; operators have a dead letter", true);
            case NOT_ON_SALE, SALE_CLOSED, LIMIT_REACHED, SALE_PAUSED, BUYER_LIMIT_REACHED ->
                terms(seating, opening.terms(), rejected, reason, line);
            case BOOKING_ID_REUSED, BOOKING_UNKNOWN, NOT_ALLOWED_IN_STATUS, CANCELLED_BY_BUYER, SEAT_NOT_IN_BOOKING,
                    AMOUNT_DIFFERS, CONFIRMATION_LATE, PAYMENT_FAILED, EVENT_CANCELLED, CANCELLED_BY_ORGANIZER ->
                end(seating, rejected, line, "this is no reason for a rejection", false);
        }
    }

    private void taken(Seating seating, SeatingPlan plan, Booking rejected, Seats chosen, StringBuilder line) {
        var held = seating.holders().of(chosen);
        var parts = new ArrayList<String>();
        for (var each : held) {
            var holder = each.holder();
            if (holder != null) {
                parts.add("{\"seat\":\"" + plan.label(each.seat()) + "\"," + json(holder) + "}");
            }
        }
        line.append(",\"heldBy\":[").append(String.join(",", parts)).append(']');
        var words = held.stream().limit(3).map(each -> each.holder() == null
                ? ""
                : plan.label(each.seat()) + " " + words(each.holder()))
                .collect(Collectors.joining("; "));
        end(seating, rejected, line, words.isEmpty() ? "nobody held a chosen seat" : words, !held.isEmpty());
    }

    private void soldOut(Seating seating, SeatingPlan plan, Booking rejected, StringBuilder line) {
        holders(seating, plan);
        int free = plan.seats() - seating.holders().taken();
        line.append(",\"free\":").append(free).append(",\"holders\":").append(seating.seatsVersion());
        end(seating, rejected, line, free + " of " + plan.seats() + " seats were free", free < rejected.quantity());
    }

    private void holders(Seating seating, SeatingPlan plan) {
        var holders = seating.holders();
        if (!holders.changedSinceDrained()) {
            return;
        }
        var line = new StringBuilder("{\"kind\":\"holders\",\"subsection\":").append(seating.id())
                .append(",\"version\":").append(seating.seatsVersion()).append(",\"changed\":[");
        String separator = "";
        for (var holder : holders.drainChanged()) {
            line.append(separator).append('{').append(json(holder)).append(",\"seats\":")
                    .append(labels(plan, holders.seatsOf(holder.booking()))).append('}');
            separator = ",";
        }
        write(line.append("]}"));
    }

    private void terms(Seating seating, Terms terms, Booking rejected, Reason reason, StringBuilder line) {
        var at = rejected.createdAt();
        boolean closed = !at.isBefore(terms.offSaleAt()) || terms.sale() == Sale.CLOSED;
        boolean holds = switch (reason) {
            case NOT_ON_SALE -> at.isBefore(terms.onSaleAt());
            case SALE_CLOSED -> closed;
            case SALE_PAUSED -> terms.sale() == Sale.PAUSED;
            case LIMIT_REACHED -> rejected.quantity() > terms.maxPerBooking();
            default -> terms.limitsBuyers();
        };
        line.append(",\"terms\":").append(terms.version()).append(",\"logTime\":\"").append(at).append('"');
        end(seating, rejected, line, "terms " + terms.version() + " at log time " + at, holds);
    }

    private void end(Seating seating, Booking rejected, StringBuilder line, String why, boolean explained) {
        write(line.append(",\"explained\":").append(explained).append('}'));
        unexplained += explained ? 0 : 1;
        var one = new Rejection(seating.id(), rejected.version(), rejected.id(), String.valueOf(rejected.reason()),
                rejected.quantity(), why, explained);
        // Each has the same chance, whatever came first; the same archive gives the same sample.
        long at = rejections++ < SAMPLE ? rejections - 1 : random.nextLong(rejections);
        if (at < sample.size()) {
            sample.set((int) at, one);
        } else if (at < SAMPLE) {
            sample.add(one);
        }
    }

    private static String words(Holders.Holder holder) {
        return switch (holder.state()) {
            case HELD -> "held by " + holder.booking();
            case SOLD -> "sold to " + holder.booking();
            case BLOCKED -> "kept for the house";
            case AVAILABLE -> "free";
        };
    }

    /** What the house has is no booking's. */
    private static String json(Holders.Holder holder) {
        return (holder.state() == SeatState.BLOCKED ? "" : "\"booking\":\"" + holder.booking() + "\",")
                + "\"since\":" + holder.since() + ",\"status\":\""
                + (holder.state() == SeatState.SOLD ? "CONFIRMED" : holder.state()) + '"';
    }

    private static String labels(SeatingPlan plan, List<Integer> seats) {
        return seats.stream().map(seat -> '"' + plan.label(seat) + '"').collect(Collectors.joining(",", "[", "]"));
    }

    private void write(CharSequence line) {
        try {
            out.append(line).append('\n');
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    long rejections() {
        return rejections;
    }

    long unexplained() {
        return unexplained;
    }

    /** In the order of subsections and versions. */
    List<Rejection> sample() {
        var sorted = new ArrayList<>(sample);
        sorted.sort((one, other) -> one.subsection != other.subsection
                ? Integer.compare(one.subsection, other.subsection)
                : Long.compare(one.version, other.version));
        return sorted;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
