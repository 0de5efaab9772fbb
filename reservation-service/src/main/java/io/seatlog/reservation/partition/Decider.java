package io.seatlog.reservation.partition;

import io.seatlog.kernel.id.BuyerId;
import io.seatlog.kernel.id.SubsectionKey;
import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.CommandType;
import io.seatlog.kernel.message.ContentHash;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.message.Terms;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.kernel.wire.CommandCodec;
import io.seatlog.reservation.journal.BuyerOfEvent;
import io.seatlog.reservation.subsection.Subsection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides one record into a batch: finds the subsection and the booking it is about, asks the pure core, applies the
 * answer. What cannot be decided becomes a dead letter, and its buyer is told so; nothing is skipped silently.
 */
final class Decider {
    private static final Logger log = LoggerFactory.getLogger(Decider.class);
    private static final UUID NO_EVENT = new UUID(0, 0);
    private static final UUID NO_CONTENT = new UUID(0, 0);
    private final Residents residents;

    Decider(Residents residents) {
        this.residents = residents;
    }

    void decide(Received received, OwnedPartition partition, Batch batch) {
        var record = received.record();
        var lane = batch.lane(partition);
        var now = lane.advance(record);
        long version = Version.of(partition.generation(), record.offset());
        switch (received) {
            case Received.Readable readable -> decide(readable, lane, version, now, batch);
            case Received.Poison poison -> {
                deadLetter(poison.reason(), record, lane, version, batch);
                poison.envelope().filter(envelope -> BuyerId.isValid(envelope.buyer()))
                        .ifPresent(envelope -> answer(Claimant.of(envelope), record, lane, version, now, batch));
            }
            case Received.Future future ->
                throw new IllegalStateException("not for this release: " + future.reason());
        }
    }

    private void decide(Received.Readable readable, Batch.Lane lane, long version, Instant now, Batch batch) {
        var record = readable.record();
        var command = readable.command();
        var resident = residents.get(command.subsectionId());
        String objection = objection(command, resident, record);
        if (objection != null) {
            deadLetter(objection, record, lane, version, batch);
            answer(command, record, lane, version, now, batch);
            return;
        }
        if (resident == null && command instanceof Command.OpenSubsection opening) {
            open(opening, record, lane, version, batch);
            return;
        }
        var subsection = Objects.requireNonNull(resident).subsection();
        List<Outcome> outcomes;
        try {
            outcomes = subsection.decide(command, batch.known(subsection), version, now);
        } catch (RuntimeException impossible) {
            log.error("Command at partition {} offset {} cannot be decided", record.partition(), record.offset(),
                    impossible);
            deadLetter("cannot be decided: " + impossible, record, lane, version, batch);
            answer(command, record, lane, version, now, batch);
            return;
        }
        batch.touch(resident, false);
        for (var outcome : outcomes) {
            subsection.apply(outcome);
            batch.add(lane, outcome, Subsection.changed(outcome), record.traceparent());
        }
    }

    /** Whose tickets have to be counted for a record; where nobody knows yet whether buyers are limited, they are. */
    static Optional<BuyerOfEvent> limited(Received received, Residents residents) {
        if (!(received instanceof Received.Readable(_, Command.OfBooking command))
                || !(command instanceof Command.ReserveSeats || command instanceof Command.ConfirmBooking)) {
            return Optional.empty();
        }
        var resident = residents.get(command.subsectionId());
        if (resident != null && !resident.subsection().opening().terms().limitsBuyers()) {
            return Optional.empty();
        }
        return key(received.record()).map(key -> new BuyerOfEvent(key.eventId(), command.buyer()));
    }

    private void open(Command.OpenSubsection opening, LogRecord record, Batch.Lane lane, long version, Batch batch) {
        var opened = Subsection.open(opening, version);
        batch.touch(residents.put(Subsection.opened(opened)), true);
        batch.add(lane, opened, Seats.NONE, record.traceparent());
    }

    /** @return why the command does not belong here, null when it does */
    private static @Nullable String objection(Command command, Residents.@Nullable Resident resident,
            LogRecord record) {
        var opening = resident != null
                ? resident.subsection().opening()
                : command instanceof Command.OpenSubsection fresh ? fresh : null;
        if (opening == null || opening.partition() != record.partition()) {
            return "subsection " + command.subsectionId() + " was never opened in partition " + record.partition();
        }
        return opening.key().equals(key(record).orElse(null))
                ? null
                : "the key is not that of subsection " + command.subsectionId();
    }

    private void deadLetter(String reason, LogRecord record, Batch.Lane lane, long version, Batch batch) {
        batch.addDeadLetter(lane, version, reason, record);
    }

    private void answer(Command command, LogRecord record, Batch.Lane lane, long version, Instant now, Batch batch) {
        if (command instanceof Command.OfBooking ofBooking) {
            answer(Claimant.of(ofBooking), record, lane, version, now, batch);
        }
    }

    /** Whoever got a 202 for a dead letter is told: by a rejection, or where the booking exists by a refusal. */
    private void answer(Claimant who, LogRecord record, Batch.Lane lane, long version, Instant now, Batch batch) {
        var known = batch.known(who.bookingId);
        boolean first = known == null && who.type == CommandType.RESERVE_SEATS;
        boolean retry = known != null && isRetry(known, who);
        if (retry) {
            return;
        }
        Outcome outcome = first
                ? Subsection.internal(who.bookingId, who.subsectionId,
                        key(record).map(SubsectionKey::eventId).orElse(NO_EVENT), who.buyer, who.contentHash,
                        who.quantity, version, now)
                : new Outcome.CommandRefused(who.subsectionId, version, who.bookingId, who.buyer, who.type,
                        Reason.INTERNAL, known == null ? null : known.status(), now);
        batch.add(lane, outcome, Seats.NONE, record.traceparent());
    }

    /** The hash of what cannot be read says nothing of its place. */
    private static boolean isRetry(Booking known, Claimant who) {
        return who.type == CommandType.RESERVE_SEATS && known.buyer().equals(who.buyer)
                && known.subsectionId() == who.subsectionId && known.contentHash().equals(who.contentHash);
    }

    private static Optional<SubsectionKey> key(LogRecord record) {
        var key = record.key();
        return key == null ? Optional.empty() : SubsectionKey.parse(new String(key, StandardCharsets.US_ASCII));
    }

    /** Who is to be told, as far as the message could be read. */
    private record Claimant(CommandType type, int subsectionId, UUID bookingId, String buyer, UUID contentHash,
            int quantity) {
        static Claimant of(Command.OfBooking command) {
            return command instanceof Command.ReserveSeats reserve
                    ? new Claimant(CommandType.RESERVE_SEATS, reserve.subsectionId(), reserve.bookingId(),
                            reserve.buyer(), ContentHash.of(reserve), reserve.quantity())
                    : new Claimant(CommandType.of(command), command.subsectionId(), command.bookingId(),
                            command.buyer(), NO_CONTENT, 1);
        }

        static Claimant of(CommandCodec.Envelope envelope) {
            return new Claimant(envelope.type(), envelope.subsectionId(), envelope.bookingId(), envelope.buyer(),
                    NO_CONTENT, Terms.MAX_TICKETS);
        }
    }
}
