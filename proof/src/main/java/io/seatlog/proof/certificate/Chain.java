package io.seatlog.proof.certificate;

import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.wire.OutcomeCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The hash chain of one subsection: each link is SHA-256 over the link before, the version and the bytes of one outcome,
 * so that the last link changes when any outcome is changed, left out, added or moved. How to compute it anew is in
 * {@code docs/certificate.md}.
 */
final class Chain {
    private final MessageDigest sha256 = sha256();
    private byte[] last;
    private long links;

    Chain(int subsection) {
        last = sha256.digest(("seatlog-chain-1:" + subsection).getBytes(StandardCharsets.US_ASCII));
    }

    void add(Outcome outcome) {
        sha256.update(last);
        sha256.update(ByteBuffer.allocate(8).putLong(outcome.version()).flip());
        last = sha256.digest(OutcomeCodec.encode(outcome));
        links++;
    }

    long links() {
        return links;
    }

    String text() {
        return HexFormat.of().formatHex(last);
    }

    /** The one hash over the chains of a sale, which are added by ascending id. */
    static final class Root {
        private final MessageDigest sha256 = sha256();

        void add(int subsection, long links, String last) {
            sha256.update(ByteBuffer.allocate(12).putInt(subsection).putLong(links).flip());
            sha256.update(HexFormat.of().parseHex(last));
        }

        /** Once. */
        String text() {
            return HexFormat.of().formatHex(sha256.digest());
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
