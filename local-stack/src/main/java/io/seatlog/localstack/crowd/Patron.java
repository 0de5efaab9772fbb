package io.seatlog.localstack.crowd;

import io.seatlog.kernel.id.Uuid7;
import io.seatlog.localstack.load.Buyers;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One buyer with one wish, from the request to the end of the booking. What got no answer, or 429 or a 5xx, is sent again
 * to the next instance, as it was. Runs on a virtual thread of its own.
 */
final class Patron implements Runnable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int CREATED_LATER = 202;

    /** What is done with held seats. */
    enum Mind {
        PAY, PAY_AT_THE_SECOND_CARD, GIVE_BACK, FORGET
    }

    private final Crowd crowd;
    private final long number;
    private final Buyers.Wish wish;
    private final Mind mind;
    private final AtomicBoolean decided = new AtomicBoolean();
    private final AtomicBoolean held = new AtomicBoolean();
    private volatile boolean ended;

    Patron(Crowd crowd, long number, Buyers.Wish wish, Mind mind) {
        this.crowd = crowd;
        this.number = number;
        this.wish = wish;
        this.mind = mind;
    }

    static UUID newId() {
        return Uuid7.next();
    }

    @Override
    public void run() {
        var waiting = crowd.begins(wish.id());
        try {
            var answer = insist(api -> crowd.buyers().book(api, wish).join());
            if (answer == null) {
                crowd.count("gave up");
            } else if (answer.statusCode() != CREATED_LATER) {
                crowd.count("refused with " + answer.statusCode());
            } else {
                var accepted = JSON.readTree(answer.body());
                crowd.history().accepted(wish.id(), wish.buyer(), accepted.path("receipt").asString());
                crowd.count("accepted");
                waiting.accepted();
                follow(accepted, waiting);
            }
        } catch (RuntimeException unexpected) {
            crowd.complain("the client of booking " + wish.id() + " failed: " + unexpected);
        } finally {
            ended = true;
            crowd.ends(waiting);
        }
    }

    private void follow(JsonNode accepted, Crowd.Waiting waiting) {
        var link = accepted.path("links").path("stream").asString();
        var follower = new BookingFollower(wish.id(), wish.buyer(), crowd.history(), name -> {
            if (decided.compareAndSet(false, true)) {
                waiting.told();
                crowd.count("first told: " + name);
            }
            if (name.equals("held") && held.compareAndSet(false, true)) {
                Thread.ofVirtual().start(this::useHeldSeats);
            }
        });
        for (int tries = 0; !follower.follow(crowd.api(number + tries).resolve(link)); tries++) {
            if (crowd.isOver()) {
                crowd.count("still following at the end");
                return;
            }
            pause(200, 800);
        }
        crowd.count("streams", follower.connections());
        if (!decided.get()) {
            crowd.complain("the stream of booking " + wish.id() + " ended before it told anything");
        }
    }

    private void useHeldSeats() {
        pause(100, 2_000);
        switch (mind) {
            case PAY -> pay("pm_card_visa");
            case PAY_AT_THE_SECOND_CARD -> {
                pay("pm_card_visa_chargeDeclined");
                pause(1_000, 3_000);
                pay("pm_card_visa");
            }
            case GIVE_BACK -> {
                var answer = insist(api -> crowd.buyers().delete(api.resolve("/api/bookings/" + wish.id()),
                        wish.buyer()));
                crowd.count("cancel answered " + (answer == null ? "never" : "" + answer.statusCode()));
            }
            case FORGET -> {
            }
        }
    }

    private void pay(String card) {
        var answer = insist(api -> crowd.buyers().send("POST",
                api.resolve("/api/bookings/" + wish.id() + "/payment"), wish.buyer(),
                String.format(Locale.ROOT, "{\"paymentMethod\":\"%s\"}", card)));
        crowd.count("payment answered " + (answer == null ? "never" : "" + answer.statusCode()));
    }

    @FunctionalInterface
    private interface Request {
        HttpResponse<String> send(URI api) throws Exception;
    }

    /** @return null when it was all over before there was an answer */
    private @Nullable HttpResponse<String> insist(Request request) {
        for (int tries = 0; !ended && !crowd.isOver(); tries++) {
            try {
                var answer = request.send(crowd.api(number + tries));
                if (answer.statusCode() < 500 && answer.statusCode() != 429) {
                    return answer;
                }
                crowd.count("repeated after " + answer.statusCode());
            } catch (Exception noAnswer) {
                crowd.count("repeated without an answer");
            }
            pause(200, 800);
        }
        return null;
    }

    private static void pause(int leastMillis, int mostMillis) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(leastMillis, mostMillis));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
