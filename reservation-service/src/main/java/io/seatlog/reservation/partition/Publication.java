package io.seatlog.reservation.partition;

import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.wire.OutcomeCodec;
import io.seatlog.kernel.wire.WireReader;
import io.seatlog.kernel.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record to publish, exactly as it will be: the progress row keeps it in this form until it is acknowledged, and a
 * new owner publishes it again byte for byte.
 *
 * @param subsectionId 0 for none
 */
public record Publication(Target target, int subsectionId, byte @Nullable [] key, byte[] value,
        @Nullable String traceparent) {
    private static final Target[] TARGETS = Target.values();
    /** The first byte of what is stored, so that another form can follow. */
    private static final int FORM = 1;

    /** Which topic. Ordinals are stored. */
    public enum Target {
        OUTCOMES,
        DEAD_LETTERS
    }

    static Publication of(Outcome outcome, @Nullable String traceparent) {
        return new Publication(Target.OUTCOMES, outcome.subsectionId(), OutcomeCodec.key(outcome),
                OutcomeCodec.encode(outcome), traceparent);
    }

    /** Bytes it takes in the progress row, at most. */
    int size() {
        return 16 + (key == null ? 0 : key.length) + value.length + (traceparent == null ? 0 : traceparent.length());
    }

    static byte[] encode(List<Publication> publications) {
        var out = new WireWriter(publications.stream().mapToInt(Publication::size).sum() + 5);
        out.u8(FORM).i32(publications.size());
        for (var each : publications) {
            out.u8(each.target.ordinal()).i32(each.subsectionId).u8(each.key == null ? 0 : 1)
                    .shortBytes(each.key == null ? new byte[0] : each.key).i32(each.value.length).raw(each.value)
                    .text(each.traceparent == null ? "" : each.traceparent);
        }
        return out.toBytes();
    }

    /** What a progress row keeps, in the order of its commands. */
    public static List<Publication> decode(byte[] stored) {
        if (stored.length == 0) {
            return List.of();
        }
        var in = new WireReader(stored);
        int form = in.u8();
        if (form != FORM) {
            throw new IllegalStateException("outcomes stored in form " + form + ", this release knows " + FORM);
        }
        int count = in.i32();
        var publications = new ArrayList<Publication>();
        for (int i = 0; i < count; i++) {
            var target = TARGETS[in.u8()];
            int subsectionId = in.i32();
            boolean keyed = in.u8() == 1;
            var key = in.shortBytes();
            var value = in.raw(in.i32());
            var traceparent = in.text();
            publications.add(new Publication(target, subsectionId, keyed ? key : null, value,
                    traceparent.isEmpty() ? null : traceparent));
        }
        return publications;
    }
}
