package io.seatlog.ticketing.catalog;

import io.seatlog.kernel.message.Terms;
import io.seatlog.ticketing.problem.ProblemException;
import io.seatlog.ticketing.problem.Violations;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What an organizer wants to change of an event. Absent fields stay as they are; the limits are those of creation. */
@Schema(name = "EventPatch", additionalProperties = Schema.AdditionalPropertiesValue.FALSE, minProperties = 1)
record EventPatch(
        @Schema(minLength = 1, maxLength = EventLimits.MAX_NAME, pattern = EventLimits.NOT_BLANK) @Nullable String name,
        @Schema(maxLength = EventLimits.MAX_DESCRIPTION, pattern = EventLimits.NO_NULL) @Nullable String description,
        @Schema(minLength = 1, maxLength = EventLimits.MAX_NAME, pattern = EventLimits.NOT_BLANK) @Nullable String venue,
        @Schema(format = "date-time") @Nullable String startsAt,
        @Schema(format = "date-time", description = "The first instant that sells") @Nullable String onSaleAt,
        @Schema(format = "date-time", description = "The first instant that no longer sells; after onSaleAt") @Nullable String offSaleAt,
        @Schema(minimum = "1", maximum = "10") @Nullable Integer maxTicketsPerBooking,
        @Schema(implementation = Integer.class, minimum = "1", maximum = "1000", description = "null takes the limit "
                + "of a draft away. A published event keeps having one, or none. Nobody loses tickets by a lower one") @Nullable JsonNode maxTicketsPerBuyer,
        @Schema(minimum = "5", maximum = "86400", description = "Of new holds") @Nullable Integer holdSeconds,
        @ArraySchema(minItems = 1, maxItems = EventRequest.MAX_SECTIONS, arraySchema = @Schema(description = "New prices of some sections, for what is not yet held")) @Nullable List<@Nullable SectionPrice> sections) {

    @Schema(name = "SectionPrice", additionalProperties = Schema.AdditionalPropertiesValue.FALSE, requiredProperties = {
            "name", "priceMinor"})
    record SectionPrice(@Schema(description = "A section that the event has") @Nullable String name,
            @Schema(description = "Price of a seat in minor units of the currency", minimum = "0", maximum = "1000000000") @Nullable Long priceMinor) {}

    /** @throws ProblemException naming all that is wrong whatever the event is */
    EventChange validated() {
        if (Stream.of(name, description, venue, startsAt, onSaleAt, offSaleAt, maxTicketsPerBooking, maxTicketsPerBuyer,
                holdSeconds, sections).allMatch(Objects::isNull)) {
            throw ProblemException.invalid("body", "must have a field to change");
        }
        var violations = new Violations();
        texts(violations);
        var starts = time(violations, startsAt, "startsAt");
        var onSale = time(violations, onSaleAt, "onSaleAt");
        var offSale = time(violations, offSaleAt, "offSaleAt");
        if (maxTicketsPerBooking != null) {
            EventLimits.ticketsPerBooking(violations, maxTicketsPerBooking);
        }
        if (holdSeconds != null) {
            EventLimits.holdSeconds(violations, holdSeconds);
        }
        var perBuyer = perBuyer(violations);
        var prices = prices(violations);
        violations.raise();
        return new EventChange(stripped(name), stripped(description), stripped(venue), starts, onSale, offSale,
                maxTicketsPerBooking, perBuyer, holdSeconds, prices);
    }

    private void texts(Violations violations) {
        if (name != null) {
            EventLimits.name(violations, name, "name");
        }
        if (description != null) {
            EventLimits.description(violations, description);
        }
        if (venue != null) {
            EventLimits.name(violations, venue, "venue");
        }
    }

    private @Nullable Integer perBuyer(Violations violations) {
        if (maxTicketsPerBuyer == null) {
            return null;
        }
        if (maxTicketsPerBuyer.isNull()) {
            return Terms.NO_LIMIT;
        }
        if (!maxTicketsPerBuyer.canConvertToInt() || !maxTicketsPerBuyer.isIntegralNumber()) {
            violations.require(false, "maxTicketsPerBuyer", "must be an integer or null");
            return null;
        }
        EventLimits.ticketsPerBuyer(violations, maxTicketsPerBuyer.intValue());
        return maxTicketsPerBuyer.intValue();
    }

    private SequencedMap<String, Long> prices(Violations violations) {
        var prices = new LinkedHashMap<String, Long>();
        if (sections == null) {
            return prices;
        }
        violations.require(!sections.isEmpty() && sections.size() <= EventRequest.MAX_SECTIONS, "sections",
                "must be 1 to " + EventRequest.MAX_SECTIONS);
        for (int i = 0; i < Math.min(sections.size(), EventRequest.MAX_SECTIONS); i++) {
            var path = "sections[" + i + "]";
            var section = sections.get(i);
            if (!violations.present(section, path)) {
                continue;
            }
            var given = Violations.checked(section);
            EventLimits.price(violations, given.priceMinor(), path + ".priceMinor");
            if (violations.present(given.name(), path + ".name")) {
                long price = Objects.requireNonNullElse(given.priceMinor(), 0L);
                violations.require(prices.put(Violations.checked(given.name()), price) == null, path + ".name",
                        "is there already");
            }
        }
        return prices;
    }

    private static @Nullable Instant time(Violations violations, @Nullable String text, String field) {
        return text == null ? null : EventLimits.time(violations, text, field);
    }

    private static @Nullable String stripped(@Nullable String text) {
        return text == null ? null : text.strip();
    }
}
