package io.seatlog.ticketing.problem;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** UUIDs as they are sent: {@link UUID#fromString} takes much that is none. */
public final class Uuids {
    private static final Pattern TEXT = Pattern
            .compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private Uuids() {}

    public static Optional<UUID> parse(String text) {
        return TEXT.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }

    /** @throws ProblemException naming the parameter */
    public static UUID parameter(String name, String text) {
        return parse(text).orElseThrow(() -> ProblemException.invalid(name, "must be a UUID"));
    }
}
