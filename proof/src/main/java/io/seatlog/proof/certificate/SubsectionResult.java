package io.seatlog.proof.certificate;

import org.jspecify.annotations.Nullable;

/**
 * One subsection of a certificate.
 *
 * @param section empty when it was never opened
 * @param chain the last link, hexadecimal
 * @param lost what could not follow, after which nothing was decided again; null when all did
 */
public record SubsectionResult(int id, String section, String subsection, int seats, int partition, Counts counts,
        long outcomes, String chain, @Nullable String lost) {
    static SubsectionResult of(Seating seating) {
        var opening = seating.opening();
        return new SubsectionResult(seating.id(), opening == null ? "" : opening.key().section(),
                opening == null ? "" : opening.key().subsection(), opening == null ? 0 : opening.plan().seats(),
                opening == null ? -1 : opening.partition(), seating.tally().counts(), seating.chain().links(),
                seating.chain().text(), seating.lost());
    }
}
