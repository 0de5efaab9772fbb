package io.seatlog.ticketing.catalog;

import io.seatlog.kernel.message.Terms;
import io.seatlog.ticketing.problem.Violations;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What the fields of an event must be, at its creation and at every change. */
final class EventLimits {
    static final int MAX_NAME = 200;
    static final int MAX_DESCRIPTION = 4000;
    /** For the OpenAPI document: what {@link #name} lets pass, where lengths are said apart. */
    static final String NOT_BLANK = "^[^\\x00]*[^\\s\\x00\\x1c-\\x1f][^\\x00]*$";
    static final String NO_NULL = "^[^\\x00]*$";
    private static final long MAX_PRICE_MINOR = 1_000_000_000L;
    private static final int MIN_HOLD_SECONDS = 5;
    private static final int MAX_HOLD_SECONDS = 86_400;
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
    private static final String TIME = "must be an ISO 8601 time between the years 2000 and 2200, such as 2027-03-01T19:30:00Z";

    private EventLimits() {}

    /** Of an event or a venue. */
    static void name(Violations violations, @Nullable String name, String field) {
        text(violations, name, 1, MAX_NAME, field);
    }

    static void description(Violations violations, String description) {
        text(violations, description, 0, MAX_DESCRIPTION, "description");
    }

    /** @return null for a time that is none. The log has milliseconds, so has everything else */
    static @Nullable Instant time(Violations violations, @Nullable String text, String field) {
        if (!violations.present(text, field)) {
            return null;
        }
        try {
            var time = OffsetDateTime.parse(Violations.checked(text)).toInstant().truncatedTo(ChronoUnit.MILLIS);
            violations.require(!time.isBefore(EARLIEST) && time.isBefore(LATEST), field, TIME);
            return time;
        } catch (DateTimeException malformed) {
            violations.require(false, field, TIME);
            return null;
        }
    }

    static void saleTimes(Violations violations, Instant onSaleAt, Instant offSaleAt) {
        violations.require(onSaleAt.isBefore(offSaleAt), "offSaleAt", "must be after onSaleAt");
    }

    static void ticketsPerBooking(Violations violations, int tickets) {
        range(violations, tickets, 1, Terms.MAX_TICKETS, "maxTicketsPerBooking");
    }

    static void ticketsPerBuyer(Violations violations, int tickets) {
        range(violations, tickets, 1, Terms.MOST_PER_BUYER, "maxTicketsPerBuyer");
    }

    static void holdSeconds(Violations violations, int seconds) {
        range(violations, seconds, MIN_HOLD_SECONDS, MAX_HOLD_SECONDS, "holdSeconds");
    }

    static void price(Violations violations, @Nullable Long priceMinor, String field) {
        if (violations.present(priceMinor, field)) {
            long price = Violations.checked(priceMinor);
            violations.require(price >= 0 && price <= MAX_PRICE_MINOR, field, "must be 0 to " + MAX_PRICE_MINOR);
        }
    }

    static boolean range(Violations violations, @Nullable Integer value, int min, int max, String field) {
        if (!violations.present(value, field)) {
            return false;
        }
        int given = Violations.checked(value);
        boolean fits = given >= min && given <= max;
        violations.require(fits, field, "must be " + min + " to " + max);
        return fits;
    }

    /** As people and the OpenAPI document count them. */
    static int characters(String text) {
        return text.codePointCount(0, text.length());
    }

    private static void text(Violations violations, @Nullable String text, int min, int max, String field) {
        if (violations.present(text, field)) {
            var given = Violations.checked(text);
            violations.require(given.strip().length() >= min && characters(given) <= max && given.indexOf('\0') < 0,
                    field, "must have " + min + " to " + max + " characters");
            // Half of a pair is no character: it would be stored as a question mark.
            violations.require(StandardCharsets.UTF_8.newEncoder().canEncode(given), field, "must be Unicode");
        }
    }
}
