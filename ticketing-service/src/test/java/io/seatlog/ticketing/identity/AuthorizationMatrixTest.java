package io.seatlog.ticketing.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.ticketing.BookingRequests;
import io.seatlog.ticketing.RunningApi;
import io.seatlog.ticketing.TestIssuer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Every route, called by everybody: one table. */
class AuthorizationMatrixTest {
    private static final RunningApi API = RunningApi.shared();
    private static final TestIssuer ISSUER = TestIssuer.shared();
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    /**
     * What each gets. Own: the booking is ada's, its event olga's. A bad token is refused on public routes as well: whoever
     * sends one believes to be somebody. Lists are asked for the event. A missing role is 403, another's booking or event 404, and a receipt gives nobody
     * but its buyer anything.
     */
    private static final String EXPECTED = """
            route                                  | nobody | buyer ada | buyer bob | bob, ada's receipt | organizer olga | organizer oscar | operator | no role
            GET /api/events                        | 200    | 200       | 200       | -                  | 200            | 200             | 200      | 200
            GET /api/events/{id}                   | 200    | 200       | 200       | -                  | 200            | 200             | 200      | 200
            GET /api/events/{id}/seats             | 200    | 200       | 200       | -                  | 200            | 200             | 200      | 200
            GET /api/events/{id}/stream            | 200    | 200       | 200       | -                  | 200            | 200             | 200      | 200
            GET /api/payment-options               | 200    | 200       | 200       | -                  | 200            | 200             | 200      | 200
            GET /api/sign-in                       | 200    | 200       | 200       | -                  | 200            | 200             | 200      | 200
            POST /api/payments/webhook             | 400    | 400       | 400       | -                  | 400            | 400             | 400      | 400
            DELETE /api/stream-pass                | 204    | 204       | 204       | -                  | 204            | 204             | 204      | 204
            POST /api/events                       | 401    | 403       | 403       | -                  | 201            | 201             | 403      | 403
            PATCH /api/events/{id}                 | 401    | 403       | 403       | -                  | 202            | 404             | 202      | 403
            POST /api/events/{id}/publish          | 401    | 403       | 403       | -                  | 202            | 404             | 202      | 403
            POST /api/events/{id}/pause            | 401    | 403       | 403       | -                  | 202            | 404             | 202      | 403
            POST /api/events/{id}/resume           | 401    | 403       | 403       | -                  | 202            | 404             | 202      | 403
            POST /api/events/{id}/close            | 401    | 403       | 403       | -                  | 202            | 404             | 202      | 403
            POST /api/events/{id}/cancel           | 401    | 403       | 403       | -                  | 202            | 404             | 202      | 403
            POST /api/events/{id}/seats/block      | 401    | 403       | 403       | -                  | 202            | 404             | 202      | 403
            POST /api/events/{id}/seats/unblock    | 401    | 403       | 403       | -                  | 202            | 404             | 202      | 403
            GET /api/events/{id}/sales             | 401    | 403       | 403       | -                  | 200            | 404             | 200      | 403
            GET /api/events/{id}/bookings.csv      | 401    | 403       | 403       | -                  | 200            | 404             | 200      | 403
            GET /api/events/{id}/sales/stream      | 401    | 403       | 403       | -                  | 200            | 404             | 200      | 403
            POST /api/bookings                     | 401    | 202       | 202       | -                  | 403            | 403             | 403      | 403
            GET /api/bookings                      | 401    | 200       | 200       | -                  | 200            | 404             | 200      | 403
            GET /api/bookings/stream               | 401    | 200       | 200       | -                  | 403            | 403             | 403      | 403
            GET /api/bookings/{id}/stream          | 401    | 200       | 404       | 404                | 403            | 403             | 403      | 403
            GET /api/bookings/{id}                 | 401    | 200       | 404       | 404                | 200            | 404             | 200      | 403
            DELETE /api/bookings/{id}              | 401    | 202       | 404       | 404                | 202            | 404             | 202      | 403
            DELETE /api/bookings/{id}/seats/{seat} | 401    | 202       | 404       | 404                | 403            | 403             | 403      | 403
            POST /api/bookings/{id}/payment        | 401    | 503       | 404       | 404                | 403            | 403             | 403      | 403
            GET /api/bookings/{id}/payment         | 401    | 404       | 404       | 404                | 403            | 403             | 403      | 403
            GET /api/me                            | 401    | 200       | 200       | -                  | 200            | 200             | 200      | 403
            PUT /api/stream-pass                   | 401    | 200       | 200       | -                  | 200            | 200             | 200      | 403
            """;
    private static final Map<String, @Nullable String> CALLERS = new LinkedHashMap<>();
    private static UUID event = new UUID(0, 0);
    private static UUID closed = new UUID(0, 0);
    private static UUID cancelled = new UUID(0, 0);
    private static UUID booking = new UUID(0, 0);
    private static String receipt = "";

    @BeforeAll
    static void prepare() {
        event = made("olga");
        closed = made("olga");
        cancelled = made("olga");
        booking = BookingRequests.idMadeAgo(Duration.ofMinutes(16));
        var from = API.logEnd();
        var accepted = API.post("/api/bookings", BookingRequests.best(event, 2, BookingRequests.withId(booking)),
                "Authorization", bearer("ada", "buyer"));
        receipt = accepted.text("receipt");
        BookingRequests.decide(API, API.loggedSince(from).getFirst(), event, BookingStatus.HELD, null,
                new Short[]{20, 21});
        CALLERS.put("nobody", null);
        CALLERS.put("buyer ada", bearer("ada", "buyer"));
        CALLERS.put("buyer bob", bearer("bob", "buyer"));
        CALLERS.put("bob, ada's receipt", bearer("bob", "buyer"));
        CALLERS.put("organizer olga", bearer("olga", "organizer"));
        CALLERS.put("organizer oscar", bearer("oscar", "organizer"));
        CALLERS.put("operator", bearer("otto", "operator"));
        CALLERS.put("no role", bearer("nina"));
    }

    /** Nobody decides here, so its sweep would go on sending through the tests of others. */
    @AfterAll
    static void nothingIsEnded() {
        API.context.getBean(JdbcTemplate.class).update("update ticketing.event set cancel_due = null where id = ?",
                cancelled);
    }

    private static UUID made(String organizer) {
        var body = BookingRequests.event(Instant.now().minus(Duration.ofHours(1)),
                Instant.now().plus(Duration.ofDays(30)));
        return UUID
                .fromString(API.post("/api/events", body, "Authorization", bearer(organizer, "organizer")).text("id"));
    }

    private static String bearer(String name, String... roles) {
        return "Bearer " + ISSUER.token(name, roles);
    }

    @Test
    void shouldAnswerEveryCallerOfEveryRouteAsTheTableSays() throws Exception {
        var table = new ArrayList<List<String>>();
        table.add(new ArrayList<>(List.of("route")));
        table.getFirst().addAll(CALLERS.keySet());
        for (var rule : Access.RULES) {
            var row = new ArrayList<>(List.of(rule.method() + " " + rule.path().getPatternString()));
            for (var caller : CALLERS.entrySet()) {
                boolean withReceipt = caller.getKey().contains("receipt");
                row.add(withReceipt && !row.getFirst().contains("bookings/{id}")
                        ? "-"
                        : Integer.toString(status(rule, caller.getValue(), withReceipt)));
            }
            table.add(row);
        }
        assertThat(text(table)).isEqualTo(EXPECTED);
    }

    /** The same refusal everywhere, whatever is wrong, and not a word of what was in the token. */
    @Test
    void shouldRefuseEveryBadTokenOnEveryRoute() throws Exception {
        for (var bad : badTokens().entrySet()) {
            for (var rule : Access.RULES) {
                var answer = answer(rule, "Bearer " + bad.getValue(), false);
                assertThat(answer.statusCode()).as(bad.getKey() + " on " + rule.path()).isEqualTo(401);
                var body = new String(answer.body().readNBytes(4000), StandardCharsets.UTF_8);
                assertThat(body).as(bad.getKey()).contains("\"code\":\"token-invalid\"").doesNotContain("mallory");
                assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue(
                        "Bearer realm=\"seatlog\", error=\"invalid_token\"");
            }
        }
    }

    private static Map<String, String> badTokens() throws JOSEException {
        var good = ISSUER.claims("mallory", "buyer", "organizer", "operator").build();
        var goodToken = ISSUER.sign(good);
        var claims = ISSUER.claims("mallory", "buyer", "organizer", "operator");
        var bad = new LinkedHashMap<String, String>();
        bad.put("expired", ISSUER.sign(claims.expirationTime(Date.from(Instant.now().minusSeconds(1))).build()));
        bad.put("without an end", ISSUER.sign(claims.expirationTime(null).build()));
        bad.put("not valid yet", ISSUER.sign(ISSUER.claims("mallory", "buyer")
                .notBeforeTime(Date.from(Instant.now().plusSeconds(120))).build()));
        bad.put("wrong audience", ISSUER.sign(ISSUER.claims("mallory", "buyer").audience("other").build()));
        bad.put("no audience", ISSUER.sign(ISSUER.claims("mallory", "buyer").audience((String) null).build()));
        bad.put("wrong issuer",
                ISSUER.sign(ISSUER.claims("mallory", "buyer").issuer("https://elsewhere.example").build()));
        bad.put("no subject", ISSUER.sign(ISSUER.claims("mallory", "buyer").subject(null).build()));
        bad.put("alg none", new PlainJWT(good).serialize());
        bad.put("foreign key of the same name",
                ISSUER.sign(good, new RSAKeyGenerator(2048).keyID(ISSUER.key.getKeyID()).generate()));
        bad.put("foreign key of an unknown name", ISSUER.sign(good, new RSAKeyGenerator(2048).keyID("x").generate()));
        var symmetric = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(ISSUER.key.getKeyID()).build(),
                good);
        symmetric.sign(new MACSigner(ISSUER.key.toPublicKey().getEncoded()));
        bad.put("signed with the public key as a secret", symmetric.serialize());
        var parts = goodToken.split("\\.");
        var other = Base64.getUrlEncoder().withoutPadding().encodeToString(good.toString()
                .replace("mallory", "admin").getBytes(StandardCharsets.UTF_8));
        bad.put("tampered", parts[0] + "." + other + "." + parts[2]);
        bad.put("without its signature", parts[0] + "." + parts[1] + ".");
        bad.put("nonsense", "nonsense");
        bad.put("too long", goodToken + "A".repeat(4000));
        return bad;
    }

    @Test
    void shouldIgnoreTheHeaderThatOnceNamedTheBuyer() {
        var answer = API.get("/api/bookings", TestIssuer.AS, TestIssuer.NOBODY, "Seatlog-Buyer", "ada");
        assertThat(answer.text("code")).isEqualTo("identity-required");
        var bobs = API.get("/api/bookings/" + booking, TestIssuer.AS, "bob", "Seatlog-Buyer", "ada");
        assertThat(bobs.text("code")).isEqualTo("booking-unknown");
        assertThat(API.get("/api/me", TestIssuer.AS, "bob", "Seatlog-Buyer", "ada").text("id"))
                .isEqualTo(ISSUER.id("bob"));
    }

    @Test
    void shouldTakeNoTokenFromAnAddressOrTwice() {
        var token = ISSUER.token("ada", "buyer");
        assertThat(API.get("/api/bookings?access_token=" + token, TestIssuer.AS, TestIssuer.NOBODY).status())
                .isEqualTo(401);
        assertThat(API.get("/api/bookings", "Authorization", "Bearer " + token, "Authorization", "Bearer " + token)
                .text("code")).isEqualTo("token-invalid");
        assertThat(API.get("/api/bookings", "Authorization", "Basic YWRhOmFkYQ==").text("code"))
                .isEqualTo("identity-required");
    }

    /** Printed, not asserted: what is another's must not take longer to refuse than what does not exist. */
    @Test
    void shouldTellNothingByItsTime() {
        var nothing = BookingRequests.idMadeAgo(Duration.ofMinutes(16));
        var times = new LinkedHashMap<String, List<Long>>();
        for (int round = 0; round < 300; round++) {
            // One caller may not ask so often.
            var stranger = bearer("stranger-" + round % 20, "buyer");
            for (var id : List.of(booking, nothing)) {
                long from = System.nanoTime();
                assertThat(API.get("/api/bookings/" + id, "Authorization", stranger).status()).isEqualTo(404);
                long micros = (System.nanoTime() - from) / 1000;
                times.computeIfAbsent(id.equals(booking) ? "another's" : "nobody's", _ -> new ArrayList<>())
                        .add(micros);
            }
        }
        System.out.println("404 of a booking, µs: " + times.entrySet().stream()
                .map(each -> each.getKey() + " p50 " + each.getValue().stream().sorted().toList().get(150))
                .collect(Collectors.joining(", ")));
    }

    private static int status(Access.Rule rule, @Nullable String authorization, boolean withReceipt) throws Exception {
        var answer = answer(rule, authorization, withReceipt);
        answer.body().close();
        return answer.statusCode();
    }

    private static HttpResponse<java.io.InputStream> answer(Access.Rule rule, @Nullable String authorization,
            boolean withReceipt) throws IOException, InterruptedException {
        var pattern = rule.path().getPatternString();
        var path = pattern
                .replace("{id}", about(pattern).toString())
                .replace("{seat}", "2-1");
        var request = API.request(path + query(pattern, withReceipt), TestIssuer.AS, TestIssuer.NOBODY)
                .method(rule.method().name(), HttpRequest.BodyPublishers.ofString(body(rule.method().name(), pattern)))
                .header("Content-Type", "application/json");
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    private static String query(String pattern, boolean withReceipt) {
        if (pattern.endsWith("/seats")) {
            return "?section=A&subsection=1";
        }
        return pattern.equals("/api/bookings") ? "?eventId=" + event : withReceipt ? "?receipt=" + receipt : "";
    }

    private static UUID about(String pattern) {
        if (pattern.startsWith("/api/bookings")) {
            return booking;
        }
        return pattern.endsWith("/close") ? closed : pattern.endsWith("/cancel") ? cancelled : event;
    }

    private static String body(String method, String pattern) {
        return switch (method + " " + pattern) {
            case "POST /api/events" ->
                BookingRequests.event(Instant.now().plus(Duration.ofDays(1)), Instant.now().plus(Duration.ofDays(30)));
            case "PATCH /api/events/{id}" -> "{\"description\":\"Changed\"}";
            case "POST /api/events/{id}/seats/block", "POST /api/events/{id}/seats/unblock" ->
                "{\"section\":\"A\",\"subsection\":\"1\",\"seats\":[\"1-1\"]}";
            case "POST /api/bookings" -> BookingRequests.best(event, 1);
            case "POST /api/bookings/{id}/payment" -> "{\"paymentMethod\":\"pm_card_visa\"}";
            case "POST /api/payments/webhook" -> "{}";
            default -> "";
        };
    }

    private static String text(List<List<String>> table) {
        var widths = new int[table.getFirst().size()];
        table.forEach(row -> Arrays.setAll(widths, i -> Math.max(widths[i], row.get(i).length())));
        return table.stream().map(row -> {
            var line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(i == 0 ? "" : " | ").append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length()));
            }
            return line.toString().stripTrailing() + "\n";
        }).collect(Collectors.joining());
    }
}
