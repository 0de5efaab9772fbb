package io.seatlog.proof.certificate;

/** Is told how far a certificate is, from the thread that makes it. */
@FunctionalInterface
public interface Progress {
    /** How many records are between two calls, at least. */
    int EVERY = 20_000;

    /** @param total 0 when nobody knows */
    void at(String stage, long done, long total);
}
