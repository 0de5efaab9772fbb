package io.seatlog.localstack.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

/**
 * Access tokens for anybody, as the client of scripts and load tools gets them from the running provider (client
 * credentials). Each is asked for once and again shortly before it ends. Safe on any thread; blocks when it has to ask.
 */
public final class Tokens {
    private static final String CLIENT = "seatlog-tools";
    /** One name may ask for seats and make events: load runs are about neither. */
    private static final String ROLES = "buyer organizer";
    private static final Duration ASK_WITHIN = Duration.ofSeconds(10);
    private static final Duration ENOUGH_LEFT = Duration.ofMinutes(5);
    private static final int AT_ONCE = 4;
    private static final Pattern TOKEN = Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern LIFETIME = Pattern.compile("\"expires_in\"\\s*:\\s*(\\d+)");
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5)).build();
    private static final Map<URI, Tokens> ALL = new ConcurrentHashMap<>();
    private final URI issuer;
    private final String secret;
    private final Map<List<String>, Token> tokens = new ConcurrentHashMap<>();

    private record Token(String text, long endsAtNanos) {
        boolean isGood() {
            return endsAtNanos - System.nanoTime() > 0;
        }
    }

    private Tokens(URI issuer, String secret) {
        this.issuer = issuer;
        this.secret = secret;
    }

    /** The same for every part of this program that speaks with the same provider. */
    public static Tokens of(URI issuer, String secret) {
        return ALL.compute(issuer, (_, known) -> known != null && known.secret.equals(secret)
                ? known
                : new Tokens(issuer, secret));
    }

    /** The value of an Authorization header. */
    public String bearer(String name) {
        return "Bearer " + token(name, ROLES);
    }

    /** @param roles buyer, organizer, operator, or several with spaces between */
    public String token(String name, String roles) {
        return tokens.compute(List.of(name, roles),
                (_, known) -> known != null && known.isGood() ? known : ask(name, roles)).text();
    }

    /** Asks for many before they are needed. */
    public void prepare(List<String> names) throws InterruptedException {
        try (var workers = Executors.newFixedThreadPool(AT_ONCE)) {
            var asked = new ArrayList<Future<String>>();
            for (var name : names) {
                asked.add(workers.submit((Callable<String>) () -> bearer(name)));
            }
            for (var one : asked) {
                one.get();
            }
        } catch (ExecutionException failed) {
            throw new IllegalStateException("No token: " + failed.getCause(), failed);
        }
    }

    private Token ask(String name, String roles) {
        var form = "grant_type=client_credentials&subject=" + encoded(name) + "&role=" + encoded(roles);
        var basic = Base64.getEncoder().encodeToString((CLIENT + ":" + secret).getBytes(StandardCharsets.US_ASCII));
        var request = HttpRequest.newBuilder(issuer.resolve("/oauth2/token")).timeout(ASK_WITHIN)
                .header("Authorization", "Basic " + basic).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)).build();
        try {
            long from = System.nanoTime();
            var answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            var token = TOKEN.matcher(answer.body());
            var lifetime = LIFETIME.matcher(answer.body());
            if (answer.statusCode() != 200 || !token.find() || !lifetime.find()) {
                throw new IllegalStateException(
                        "No token for " + name + ": " + answer.statusCode() + " " + answer.body());
            }
            return new Token(token.group(1),
                    from + Duration.ofSeconds(Long.parseLong(lifetime.group(1))).minus(ENOUGH_LEFT).toNanos());
        } catch (IOException gone) {
            throw new UncheckedIOException("No token for " + name, gone);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
