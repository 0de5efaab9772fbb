package io.seatlog.localstack.crowd;

import io.seatlog.localstack.load.Buyers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * One buyer with one wish, from the request to the end of the booking. What got no answer, or 429 or a 5xx, is sent again
 * to the next instance, as it was. Runs on a virtual thread of its own.
 */
final class Patron implements Runnable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int ACCEPTED = 202;
    private static final int TOO_LATE = 409;

    /** What is done with held seats. */
    enum Mind {
        PAY,
        PAY_AT_THE_SECOND_CARD,
        GIVE_BACK,
        FORGET
    }

    private final Crowd crowd;
    private final long number;
    private final Buyers.Wish wish;
    private final Mind mind;
    private boolean held;
    private volatile boolean ended;

    Patron(Crowd crowd, long number, Buyers.Wish wish, Mind mind) {
        this.crowd = crowd;
        this.number = number;
        this.wish = wish;
        this.mind = mind;
    }

    @Override
    public void run() {
        var waiting = crowd.begins(wish.id());
        try {
            book(waiting);
        } catch (RuntimeException unexpected) {
            complain(unexpected);
        } finally {
            ended = true;
            crowd.ends(waiting);
        }
    }

    private void book(Crowd.Waiting waiting) {
        var answer = insist(
                api -> crowd.buyers().send("POST", api.resolve("/api/bookings"), wish.buyer(), wish.json()));
        if (answer == null) {
            crowd.count("gave up");
        } else if (answer.statusCode() != ACCEPTED) {
            crowd.complain("booking " + wish.id() + " was refused: " + answer.statusCode() + " " + answer.body());
        } else {
            var accepted = JSON.readTree(answer.body());
            crowd.history().accepted(wish.id(), accepted.path("receipt").asString());
            crowd.count("accepted");
            waiting.accepted();
            follow(accepted.path("links").path("stream").asString(), waiting);
        }
    }

    private void follow(String link, Crowd.Waiting waiting) {
        var follower = new BookingFollower(wish.id(), crowd.bearer(wish.buyer()), crowd.history(),
                name -> told(name, waiting));
        for (int tries = 0; !follower.follow(crowd.api(number + tries).resolve(link)); tries++) {
            if (crowd.isOver()) {
                crowd.count("still following at the end");
                return;
            }
            pause(200, 800);
        }
        crowd.count("streams", follower.connections());
        if (!waiting.isTold()) {
            crowd.complain("the stream of booking " + wish.id() + " ended before it told anything");
        }
    }

    private void told(String name, Crowd.Waiting waiting) {
        if (!waiting.isTold()) {
            waiting.told();
            crowd.count("first told: " + name);
        }
        if (name.equals("held") && !held) {
            held = true;
            Thread.ofVirtual().start(() -> {
                try {
                    useHeldSeats();
                } catch (RuntimeException unexpected) {
                    complain(unexpected);
                }
            });
        }
    }

    private void complain(RuntimeException unexpected) {
        crowd.complain("the client of booking " + wish.id() + " failed: " + unexpected);
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
            case GIVE_BACK -> ask("cancel", api -> crowd.buyers().delete(api.resolve(booking()), wish.buyer()));
            case FORGET -> {
            }
        }
    }

    private void pay(String card) {
        ask("payment", api -> crowd.buyers().send("POST", api.resolve(booking() + "/payment"), wish.buyer(),
                String.format(Locale.ROOT, "{\"paymentMethod\":\"%s\"}", card)));
    }

    private String booking() {
        return "/api/bookings/" + wish.id();
    }

    private void ask(String what, Request request) {
        var answer = insist(request);
        crowd.count(what + " answered " + (answer == null ? "never" : "" + answer.statusCode()));
        if (answer != null && answer.statusCode() != ACCEPTED && answer.statusCode() != TOO_LATE) {
            crowd.complain("the " + what + " of booking " + wish.id() + " was answered " + answer.statusCode() + " "
                    + answer.body());
        }
    }

    @FunctionalInterface
    private interface Request {
        HttpResponse<String> send(URI api) throws IOException, InterruptedException;
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
            } catch (IOException noAnswer) {
                crowd.count("repeated without an answer");
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return null;
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
