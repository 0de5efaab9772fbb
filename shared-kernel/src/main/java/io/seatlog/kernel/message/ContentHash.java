package io.seatlog.kernel.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * 128 bits over buyer, place, quantity, selection and sorted seats: what makes a repeated booking id a retry. It is
 * stored, so its form never changes; it is computed from the command and carries no authority of the sender.
 */
public final class ContentHash {
    private ContentHash() {}

    public static UUID of(Command.ReserveSeats command) {
        var buyer = command.buyer().getBytes(StandardCharsets.US_ASCII);
        var seats = command.seats();
        var buffer = ByteBuffer.allocate(buyer.length + 7 + 2 * seats.size());
        buffer.put((byte) buyer.length).put(buyer).putInt(command.subsectionId()).put((byte) command.quantity())
                .put((byte) command.selection().ordinal());
        seats.stream().forEach(seat -> buffer.putShort((short) seat));
        var digest = ByteBuffer.wrap(sha256().digest(buffer.array()));
        return new UUID(digest.getLong(), digest.getLong());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
