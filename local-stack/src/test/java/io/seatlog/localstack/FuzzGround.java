package io.seatlog.localstack;

import io.seatlog.kernel.id.Uuid7;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one run of {@link ApiFuzzTest} finds in the system: events and bookings in every state, whose ids it draws from
 * dictionaries. What may be ended has ids of its own, so that the rest stays as it is.
 */
final class FuzzGround {
    static final String ORGANIZER = "load-organizer";
    static final String BUYER = "fuzz-buyer";
    private static final String OTHER_BUYER = "fuzz-stranger";
    private static final String DRAFT = "\"draft\":true,";
    private static final int HOLD_SECONDS = 3_600;
    /** More than one run sends: each is a request of its own, or the repeat of one. */
    private static final int NEW_IDS = 500;
    private static final Duration MONTH = Duration.ofDays(30);
    private final Shop shop;
    private final Path folder;

    FuzzGround(Shop shop, Path folder) {
        this.shop = shop;
        this.folder = folder;
    }

    void prepare() throws Exception {
        var open = List.of(event(""), event(""));
        dictionary("lasting-events", open);
        dictionary("events", Stream.concat(open.stream(), eventsInEveryState().stream()).toList());
        dictionary("expendable-events", eventsInEveryState());
        dictionary("changeable-events", List.of(event(""), event(DRAFT), event(DRAFT)));
        var busy = open.getFirst();
        dictionary("bookings", bookings(busy));
        dictionary("expendable-bookings", List.of(shop.hold(busy, BUYER, "4-1"), shop.hold(busy, BUYER, "4-2"),
                paid(busy, "4-3"), shop.hold(busy, OTHER_BUYER, "4-4")));
        // Both hold seats of these labels, each in another subsection.
        dictionary("bookings-of-seats", List.of(shop.hold(busy, BUYER, "3-7", "3-8", "3-9"),
                shop.holdIn(busy, "2", BUYER, "3-7", "3-8", "3-9")));
        dictionary("paid-bookings", List.of(paid(busy, "2-9"), paid(busy, "2-10")));
        // What costs nothing is paid for without a card.
        var free = shop.freeEvent();
        dictionary("unpaid-bookings", List.of(shop.hold(busy, BUYER, "2-1"), shop.hold(busy, BUYER, "2-2"),
                shop.hold(free, BUYER, "1-1"), shop.hold(free, BUYER, "1-2")));
        dictionary("new-ids", Stream.generate(Uuid7::next).limit(NEW_IDS).toList());
        var now = Instant.now();
        dictionary("past", List.of(now.minus(MONTH), now.minus(Duration.ofHours(1))));
        dictionary("future", List.of(now.plus(MONTH), now.plus(MONTH.multipliedBy(2))));
    }

    private List<UUID> eventsInEveryState() throws Exception {
        var events = new ArrayList<UUID>();
        events.add(event(DRAFT));
        events.add(event("\"maxTicketsPerBuyer\":4,"));
        for (var move : List.of("pause", "close", "cancel")) {
            var event = event("");
            shop.buyers().send("POST", shop.api().resolve("/api/events/" + event + "/" + move), ORGANIZER, "");
            events.add(event);
        }
        return events;
    }

    private List<UUID> bookings(UUID event) throws Exception {
        var held = shop.hold(event, BUYER, "1-1", "1-2");
        var cancelled = shop.hold(event, BUYER, "1-3");
        shop.cancel(cancelled, BUYER);
        var rejected = shop.book(event, BUYER, "\"selection\":\"MANUAL\",\"seats\":[\"1-1\"]");
        shop.awaitBooking(rejected, BUYER, "REJECTED");
        return List.of(held, shop.hold(event, BUYER, "1-4"), cancelled, rejected, paid(event, "1-5"),
                shop.hold(event, OTHER_BUYER, "1-6"));
    }

    private UUID paid(UUID event, String seat) throws Exception {
        var booking = shop.hold(event, BUYER, seat);
        shop.payAccepted(booking, BUYER, "pm_card_visa");
        shop.awaitBooking(booking, BUYER, "CONFIRMED");
        return booking;
    }

    private UUID event(String more) throws Exception {
        return shop.event(2, HOLD_SECONDS, more);
    }

    private void dictionary(String name, List<?> words) throws IOException {
        Files.writeString(folder.resolve(name + ".txt"),
                words.stream().map(word -> "\"" + word + "\"\n").collect(Collectors.joining()));
    }
}
