package io.seatlog.proof.history;

import io.seatlog.kernel.wire.WireWriter;
import java.nio.charset.StandardCharsets;

/** What writer and reader of a file agree on. */
final class HistoryFile {
    static final String MAGIC = "SEATLOG-HISTORY";
    /** Version 2 added when an outcome was published. */
    static final int VERSION = 2;
    static final int FIRST_VERSION = 1;
    /** A block is closed at the first record that makes it so long. */
    static final int BLOCK_BYTES = 1 << 16;
    /** Longer ones are damage: no record is longer than a map and a command together. */
    static final int MOST_BLOCK_BYTES = 1 << 20;

    private HistoryFile() {}

    static byte[] magic() {
        return MAGIC.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] encode(HistoryRecord record) {
        var out = new WireWriter(256);
        HistoryCodec.write(record, out);
        return out.toBytes();
    }
}
