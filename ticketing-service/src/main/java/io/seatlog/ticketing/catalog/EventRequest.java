package io.seatlog.ticketing.catalog;

import io.seatlog.kernel.id.SubsectionKey;
import io.seatlog.kernel.message.Terms;
import io.seatlog.kernel.seating.SeatingPlan;
import io.seatlog.ticketing.problem.Violations;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A new event as its organizer sends it. Everything has a limit, and each limit is in the OpenAPI document. */
@Schema(name = "NewEvent", additionalProperties = Schema.AdditionalPropertiesValue.FALSE, requiredProperties = {"name",
        "venue", "startsAt", "onSaleAt", "offSaleAt", "currency",
        "sections"})
record EventRequest(
        @Schema(minLength = 1, maxLength = EventLimits.MAX_NAME, pattern = EventLimits.NOT_BLANK) @Nullable String name,
        @Schema(maxLength = EventLimits.MAX_DESCRIPTION, pattern = EventLimits.NO_NULL) @Nullable String description,
        @Schema(minLength = 1, maxLength = EventLimits.MAX_NAME, pattern = EventLimits.NOT_BLANK) @Nullable String venue,
        @Schema(format = "date-time") @Nullable String startsAt,
        @Schema(format = "date-time", description = "The first instant that sells") @Nullable String onSaleAt,
        @Schema(format = "date-time", description = "The first instant that no longer sells; after onSaleAt") @Nullable String offSaleAt,
        @Schema(description = "ISO 4217", pattern = "^[A-Z]{3}$", example = "EUR") @Nullable String currency,
        @Schema(minimum = "1", maximum = "10", defaultValue = "10") @Nullable Integer maxTicketsPerBooking,
        @Schema(minimum = "1", maximum = "1000", description = "Tickets of one buyer in the whole event, held and sold "
                + "together; any number when absent. Anonymous buyers cannot book then.") @Nullable Integer maxTicketsPerBuyer,
        @Schema(minimum = "5", maximum = "86400", defaultValue = "600") @Nullable Integer holdSeconds,
        @Schema(defaultValue = "false", description = "A draft is seen by its organizer only and sells nothing until it is "
                + "published") @Nullable Boolean draft,
        @ArraySchema(minItems = 1, maxItems = EventRequest.MAX_SECTIONS, arraySchema = @Schema(description = "With different names, together at most 2,000 subsections")) @Nullable List<@Nullable NewSection> sections) {
    static final int MAX_SECTIONS = 100;
    static final int MAX_SUBSECTIONS = 2000;
    private static final int DEFAULT_HOLD_SECONDS = 600;
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode).collect(Collectors.toUnmodifiableSet());

    /**
     * @param subsections how many, all alike, named 1, 2, …
     * @param rows of each subsection
     */
    @Schema(name = "NewSection", additionalProperties = Schema.AdditionalPropertiesValue.FALSE, requiredProperties = {
            "name", "priceMinor", "subsections", "rows", "seatsPerRow"})
    record NewSection(@Schema(pattern = "^[A-Za-z0-9]{1,12}$") @Nullable String name,
            @Schema(description = "Price of a seat in minor units of the currency", minimum = "0", maximum = "1000000000") @Nullable Long priceMinor,
            @Schema(minimum = "1", maximum = "2000", description = "How many, all alike, named 1, 2, …") @Nullable Integer subsections,
            @Schema(minimum = "1", maximum = "500", description = "rows times seatsPerRow is at most 500") @Nullable Integer rows,
            @Schema(minimum = "1", maximum = "500") @Nullable Integer seatsPerRow) {

        private void validate(String path, Violations violations) {
            if (violations.present(name, path + ".name")) {
                violations.require(SubsectionKey.NAME.matcher(Objects.requireNonNull(name)).matches(), path + ".name",
                        "must match " + SubsectionKey.NAME.pattern());
            }
            EventLimits.price(violations, priceMinor, path + ".priceMinor");
            EventLimits.range(violations, subsections, 1, MAX_SUBSECTIONS, path + ".subsections");
            boolean rowsFit = EventLimits.range(violations, rows, 1, SeatingPlan.MAX_RECTANGLE, path + ".rows");
            boolean seatsFit = EventLimits.range(violations, seatsPerRow, 1, SeatingPlan.MAX_RECTANGLE,
                    path + ".seatsPerRow");
            if (rowsFit && seatsFit) {
                violations.require(
                        Objects.requireNonNull(rows) * Objects.requireNonNull(seatsPerRow) <= SeatingPlan.MAX_RECTANGLE,
                        path + ".rows", "times seatsPerRow must be at most " + SeatingPlan.MAX_RECTANGLE);
            }
        }
    }

    /** @throws io.seatlog.ticketing.problem.ProblemException naming all that is wrong */
    NewEvent validated() {
        var violations = new Violations();
        EventLimits.name(violations, name, "name");
        EventLimits.description(violations, description == null ? "" : description);
        EventLimits.name(violations, venue, "venue");
        var starts = EventLimits.time(violations, startsAt, "startsAt");
        var onSale = EventLimits.time(violations, onSaleAt, "onSaleAt");
        var offSale = EventLimits.time(violations, offSaleAt, "offSaleAt");
        if (onSale != null && offSale != null) {
            EventLimits.saleTimes(violations, onSale, offSale);
        }
        if (violations.present(currency, "currency")) {
            violations.require(CURRENCIES.contains(currency), "currency", "must be an ISO 4217 code");
        }
        int tickets = Objects.requireNonNullElse(maxTicketsPerBooking, Terms.MAX_TICKETS);
        EventLimits.ticketsPerBooking(violations, tickets);
        if (maxTicketsPerBuyer != null) {
            EventLimits.ticketsPerBuyer(violations, maxTicketsPerBuyer);
        }
        int hold = Objects.requireNonNullElse(holdSeconds, DEFAULT_HOLD_SECONDS);
        EventLimits.holdSeconds(violations, hold);
        sections(violations);
        violations.raise();
        return new NewEvent(checked(name).strip(), description == null ? "" : description.strip(),
                checked(venue).strip(), checked(starts), checked(onSale), checked(offSale), checked(currency), tickets,
                Objects.requireNonNullElse(maxTicketsPerBuyer, Terms.NO_LIMIT), hold,
                Objects.requireNonNullElse(draft, false),
                checked(sections).stream().map(Violations::checked)
                        .map(section -> new NewEvent.Part(checked(section.name()), checked(section.priceMinor()),
                                checked(section.subsections()),
                                new SeatingPlan(checked(section.rows()), checked(section.seatsPerRow()))))
                        .toList());
    }

    private static <T> T checked(@Nullable T value) {
        return Violations.checked(value);
    }

    private void sections(Violations violations) {
        if (!violations.present(sections, "sections")) {
            return;
        }
        var given = checked(sections);
        violations.require(!given.isEmpty() && given.size() <= MAX_SECTIONS, "sections",
                "must be 1 to " + MAX_SECTIONS);
        var names = new HashSet<String>();
        long subsections = 0;
        for (int i = 0; i < Math.min(given.size(), MAX_SECTIONS); i++) {
            var section = given.get(i);
            var path = "sections[" + i + "]";
            if (!violations.present(section, path)) {
                continue;
            }
            checked(section).validate(path, violations);
            violations.require(section.name() == null || names.add(section.name()), path + ".name",
                    "is there already");
            subsections += Objects.requireNonNullElse(section.subsections(), 0);
        }
        violations.require(subsections <= MAX_SUBSECTIONS, "sections",
                "must have at most " + MAX_SUBSECTIONS + " subsections together");
    }
}
