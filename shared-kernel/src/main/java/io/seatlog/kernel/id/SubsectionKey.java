package io.seatlog.kernel.id;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The unit of ordering by its names; its text {@code {event}-{section}-{subsection}} is the Kafka key. */
public record SubsectionKey(UUID eventId, String section, String subsection) {
    /** Neither name can hold the separator, so the text is unambiguous. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9]{1,12}");
    private static final int UUID_LENGTH = 36;

    public SubsectionKey {
        if (!NAME.matcher(section).matches() || !NAME.matcher(subsection).matches()) {
            throw new IllegalArgumentException("section and subsection must match " + NAME.pattern());
        }
    }

    /** @return the key of which this is the text, empty when it is none */
    public static Optional<SubsectionKey> parse(String text) {
        if (text.length() <= UUID_LENGTH || text.charAt(UUID_LENGTH) != '-') {
            return Optional.empty();
        }
        var names = text.substring(UUID_LENGTH + 1).split("-", -1);
        if (names.length != 2) {
            return Optional.empty();
        }
        try {
            var key = new SubsectionKey(UUID.fromString(text.substring(0, UUID_LENGTH)), names[0], names[1]);
            // The JDK reads more texts as a UUID than the one that it writes.
            return key.toString().equals(text) ? Optional.of(key) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return eventId + "-" + section + "-" + subsection;
    }
}
