package io.seatlog.reservation.journal;

import io.seatlog.kernel.message.Booking;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Terms;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All effects of one batch, net: what was made and undone within it does not appear. The journal writes all of it or
 * nothing.
 *
 * @param advances one for each partition of the batch, ascending
 * @param changed bookings that existed before the batch
 * @param taken one for each buyer of a limited event whose number of tickets changed
 * @param opened subsections that did not
 * @param resold subsections that did and whose seats changed
 * @param reworded subsections that did and whose terms changed
 */
public record BatchWrites(List<Advance> advances, List<Inserted> inserted, List<Changed> changed, List<Claim> released,
        List<Claim> claimed, List<Taken> taken, List<Opened> opened, List<Resold> resold, List<Reworded> reworded,
        List<Refusal> refusals, List<DeadLetter> deadLetters) {

    /** The fence: succeeds only while the row has this owner and this position. */
    public record Advance(int partition, UUID owner, long from, long to, Instant logTime, byte[] outcomes) {}

    public record Inserted(int partition, Booking booking) {}

    public record Changed(Booking booking, long versionBefore) {}

    /** @param bookingId or the house's */
    public record Claim(int subsectionId, int seat, UUID bookingId) {}

    /**
     * Tickets of a buyer in one event.
     *
     * @param delta held less given back; never 0
     * @param allowed for them together; binds only when there are more of them
     */
    public record Taken(BuyerOfEvent buyer, int delta, int allowed) {}

    public record Opened(Command.OpenSubsection opening, int free, long version) {}

    public record Resold(int subsectionId, int free, long versionBefore, long version) {}

    /** @param termsBefore their version */
    public record Reworded(int subsectionId, int termsBefore, Terms terms) {}

    public record Refusal(int partition, Outcome.CommandRefused refused) {}

    public record DeadLetter(int partition, long version, String reason, byte @Nullable [] key, byte @Nullable [] value,
            Instant at) {}
}
