package io.seatlog.embedded.provider;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /challenge/…}: 3-D Secure, for the buyer's browser. Who knows the client secret may answer, from any page. */
final class ChallengeEndpoint implements Endpoint {
    private static final Set<String> LOCAL_HOSTS = Set.of("127.0.0.1", "localhost");
    private static final int ID_LENGTH = 36;

    private final Books books;
    private final Webhooks webhooks;

    ChallengeEndpoint(Books books, Webhooks webhooks) {
        this.books = books;
        this.webhooks = webhooks;
    }

    @Override
    public void serve(Exchange exchange) {
        exchange.answerWith("Access-Control-Allow-Origin", "*");
        List<String> path = exchange.path();
        if (exchange.method().equals("OPTIONS")) {
            exchange.answerWith("Access-Control-Allow-Methods", "GET, POST");
            exchange.answerWith("Access-Control-Allow-Headers", "Accept, Content-Type");
            exchange.answerNothing(204);
            return;
        }
        Optional<Payment> payment = path.size() < 2 ? Optional.empty() : challenged(path.get(1));
        if (payment.isEmpty()) {
            answer(exchange, new Outcome.Unknown());
            return;
        }
        switch (exchange.method() + " " + String.join("/", path.subList(2, path.size()))) {
            case "GET " -> answer(exchange, new Outcome.Done(payment.get(), false));
            case "POST approve" -> decide(exchange, books.approve(payment.get().id()));
            case "POST refuse" -> decide(exchange, books.refuse(payment.get().id()));
            default -> exchange.unknownPath();
        }
    }

    private void decide(Exchange exchange, Outcome outcome) {
        Optional<WebhookEvent> news = webhooks.news(outcome);
        answer(exchange, outcome);
        news.ifPresent(event -> webhooks.send(event, 0));
    }

    private static void answer(Exchange exchange, Outcome outcome) {
        String accepted = exchange.header("Accept");
        if (accepted != null && accepted.toLowerCase(Locale.ROOT).contains("application/json")) {
            Answers.give(exchange, outcome);
            return;
        }
        URI back = back(exchange.query("return"));
        switch (outcome) {
            case Outcome.Done(var payment, _) -> page(exchange, 200, payment, back);
            case Outcome.Refused(var payment, _, _) -> page(exchange, 409, payment, back);
            case Outcome.IdReused _,Outcome.Unknown _,Outcome.Full _ ->
                exchange.answerPage(404, ChallengePage.unknown());
        }
    }

    private static void page(Exchange exchange, int status, Payment payment, @Nullable URI back) {
        if (payment.status() == Status.ACTION_REQUIRED) {
            exchange.answerPage(200, ChallengePage.question(payment, back));
        } else if (back != null && exchange.method().equals("POST")) {
            exchange.answerWith("Location", back.toASCIIString());
            exchange.answerNothing(303);
        } else {
            exchange.answerPage(status, ChallengePage.result(payment, back));
        }
    }

    private Optional<Payment> challenged(String clientSecret) {
        UUID id;
        try {
            id = Fields.uuid("id", clientSecret.substring(0, Math.min(ID_LENGTH, clientSecret.length())));
        } catch (InvalidRequestException nothingOfOurs) {
            return Optional.empty();
        }
        return books.find(id).filter(payment -> payment.clientSecret() != null
                && MessageDigest.isEqual(payment.clientSecret().getBytes(StandardCharsets.UTF_8),
                        clientSecret.getBytes(StandardCharsets.UTF_8)));
    }

    /** Only pages of this machine: the challenge must not send buyers to wherever a link says. */
    private static @Nullable URI back(@Nullable String wanted) {
        if (wanted == null) {
            return null;
        }
        try {
            URI url = new URI(wanted);
            boolean local = "http".equals(url.getScheme()) && url.getHost() != null
                    && LOCAL_HOSTS.contains(url.getHost()) && url.getUserInfo() == null;
            return local ? url : null;
        } catch (URISyntaxException malformed) {
            return null;
        }
    }
}
