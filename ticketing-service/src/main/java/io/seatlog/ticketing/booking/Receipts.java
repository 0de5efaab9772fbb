package io.seatlog.ticketing.booking;

import io.seatlog.kernel.id.BuyerId;
import io.seatlog.kernel.id.Version;
import io.seatlog.ticketing.identity.Seal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Receipts as text, sealed: {@code u8 form, u8 generation, u16 partition, i64 offset, i32 subsection, 16 bytes booking,
 * buyer}. Safe on any thread.
 */
@Component
public final class Receipts {
    private static final byte FORM = 1;
    private static final int FIXED_BYTES = 32;
    private static final int MAX_BYTES = FIXED_BYTES + 64;
    private final Seal seal;

    public Receipts(Seal seal) {
        this.seal = seal;
    }

    public String sign(Receipt receipt) {
        var buyer = receipt.buyer().getBytes(StandardCharsets.US_ASCII);
        return seal.seal(Seal.room(FIXED_BYTES + buyer.length).put(FORM)
                .put((byte) receipt.generation()).putShort((short) receipt.partition()).putLong(receipt.offset())
                .putInt(receipt.subsectionId()).putLong(receipt.bookingId().getMostSignificantBits())
                .putLong(receipt.bookingId().getLeastSignificantBits()).put(buyer));
    }

    /** @return empty when this text was not signed with one of our keys */
    public Optional<Receipt> verify(String text) {
        return seal.open(text, FORM, MAX_BYTES).filter(content -> content.remaining() >= FIXED_BYTES)
                .flatMap(Receipts::parse);
    }

    private static Optional<Receipt> parse(ByteBuffer in) {
        int generation = in.get() & 0xFF;
        int partition = in.getShort() & 0xFFFF;
        long offset = in.getLong();
        int subsectionId = in.getInt();
        var bookingId = new UUID(in.getLong(), in.getLong());
        var buyer = StandardCharsets.US_ASCII.decode(in).toString();
        return generation <= Version.MAX_GENERATION && BuyerId.isValid(buyer)
                ? Optional.of(new Receipt(generation, partition, offset, subsectionId, buyer, bookingId))
                : Optional.empty();
    }
}
