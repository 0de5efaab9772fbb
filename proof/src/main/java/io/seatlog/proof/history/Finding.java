package io.seatlog.proof.history;

import io.seatlog.kernel.id.Version;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A broken promise.
 *
 * @param subject the booking, seat, stream or payment that it is about
 * @param versions those involved, in the order of {@code what}; may be empty
 */
public record Finding(Rule rule, String subject, String what, List<Long> versions) {
    public Finding {
        versions = List.copyOf(versions);
    }

    @Override
    public String toString() {
        var at = versions.stream().map(Finding::text).collect(Collectors.joining(", ", " [", "]"));
        return rule + ": " + subject + ": " + what + (versions.isEmpty() ? "" : at);
    }

    /** {@code generation:offset}, which is how logs are looked at. */
    private static String text(long version) {
        return Version.generation(version) + ":" + Version.offset(version);
    }
}
