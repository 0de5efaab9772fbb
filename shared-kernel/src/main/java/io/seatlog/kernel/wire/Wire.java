package io.seatlog.kernel.wire;

import java.nio.BufferUnderflowException;

/**
 * What all messages have in common. The first byte is the wire version: a message is written with the lowest version
 * that has its type and fields, so a new type or field raises it. 1..{@value #VERSION_MAX} are versions, known or from
 * the future; anything else is no message of ours.
 */
final class Wire {
    /** The types of the first release. */
    static final int FIRST = 1;
    /** What ends or moves holds by itself, payment, limits of buyers, changed terms; refusals that name what version 1 has not. */
    static final int SECOND = 2;
    /** Seats of the house. */
    static final int THIRD = 3;
    /** The highest that this release reads and writes. */
    static final int VERSION = THIRD;
    private static final int VERSION_MAX = 15;

    private Wire() {}

    /** What follows the version. */
    @FunctionalInterface
    interface Body<T> {
        T read(WireReader in, int version);
    }

    static <T> T decode(byte[] bytes, Body<T> body) {
        var reader = new WireReader(bytes);
        try {
            int version = reader.u8();
            requireKnown(version);
            T message = body.read(reader, version);
            if (reader.remaining() > 0) {
                throw new MalformedMessageException(reader.remaining() + " bytes too many");
            }
            return message;
        } catch (BufferUnderflowException | IllegalArgumentException broken) {
            throw new MalformedMessageException("no readable message of " + bytes.length + " bytes", broken);
        }
    }

    static boolean isKnown(int version) {
        return version >= FIRST && version <= VERSION;
    }

    private static void requireKnown(int version) {
        if (isKnown(version)) {
            return;
        }
        if (version > VERSION && version <= VERSION_MAX) {
            throw new FutureMessageException(version);
        }
        throw new MalformedMessageException("no wire version: " + version);
    }
}
