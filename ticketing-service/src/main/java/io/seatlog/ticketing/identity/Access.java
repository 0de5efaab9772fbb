package io.seatlog.ticketing.identity;

import static io.seatlog.ticketing.identity.Role.BUYER;
import static io.seatlog.ticketing.identity.Role.OPERATOR;
import static io.seatlog.ticketing.identity.Role.ORGANIZER;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Who may call what: the one table that guards the API, documents it and is tested. Whose booking or event it is comes on
 * top of that and is asked where it is read; what is another's is not found. The service does not start with a route that
 * is missing here.
 */
public final class Access {
    private static final String EVENT = "/api/events/{id}";
    private static final String BOOKING = "/api/bookings/{id}";

    /** The order does not matter: of several that match, the most specific one counts. */
    public static final List<Rule> RULES = List.of(
            everybody(HttpMethod.GET, "/api/events"), everybody(HttpMethod.GET, EVENT),
            everybody(HttpMethod.GET, EVENT + "/seats"), everybody(HttpMethod.GET, EVENT + "/stream"),
            everybody(HttpMethod.GET, "/api/payment-options"), everybody(HttpMethod.GET, "/api/sign-in"),
            // Signed by the provider, over its very bytes.
            everybody(HttpMethod.POST, "/api/payments/webhook"),
            // Gives back the pass that comes with it; whoever has none changes nothing.
            everybody(HttpMethod.DELETE, "/api/stream-pass"),
            some(HttpMethod.POST, "/api/events", ORGANIZER),
            some(HttpMethod.PATCH, EVENT, ORGANIZER, OPERATOR),
            some(HttpMethod.POST, EVENT + "/publish", ORGANIZER, OPERATOR),
            some(HttpMethod.POST, EVENT + "/pause", ORGANIZER, OPERATOR),
            some(HttpMethod.POST, EVENT + "/resume", ORGANIZER, OPERATOR),
            some(HttpMethod.POST, EVENT + "/close", ORGANIZER, OPERATOR),
            some(HttpMethod.POST, EVENT + "/cancel", ORGANIZER, OPERATOR),
            some(HttpMethod.POST, EVENT + "/seats/block", ORGANIZER, OPERATOR),
            some(HttpMethod.POST, EVENT + "/seats/unblock", ORGANIZER, OPERATOR),
            some(HttpMethod.GET, EVENT + "/sales", ORGANIZER, OPERATOR),
            some(HttpMethod.GET, EVENT + "/bookings.csv", ORGANIZER, OPERATOR),
            stream(EVENT + "/sales/stream", ORGANIZER, OPERATOR),
            some(HttpMethod.POST, "/api/bookings", BUYER),
            some(HttpMethod.GET, "/api/bookings", BUYER, ORGANIZER, OPERATOR),
            stream("/api/bookings/stream", BUYER), stream(BOOKING + "/stream", BUYER),
            some(HttpMethod.GET, BOOKING, BUYER, ORGANIZER, OPERATOR),
            some(HttpMethod.DELETE, BOOKING, BUYER, ORGANIZER, OPERATOR),
            some(HttpMethod.DELETE, BOOKING + "/seats/{seat}", BUYER),
            some(HttpMethod.POST, BOOKING + "/payment", BUYER), some(HttpMethod.GET, BOOKING + "/payment", BUYER),
            some(HttpMethod.GET, "/api/me", Role.values()), some(HttpMethod.PUT, "/api/stream-pass", Role.values()));

    private static final Map<HttpMethod, List<Rule>> BY_METHOD = RULES.stream()
            .collect(Collectors.groupingBy(Rule::method));

    /**
     * @param roles of which the caller must have one; empty: nobody needs to say who they are
     * @param takesPass whether a stream pass will do as well as a token
     */
    public record Rule(HttpMethod method, PathPattern path, Set<Role> roles, boolean takesPass) {
        public boolean isPublic() {
            return roles.isEmpty();
        }

        boolean admits(Caller caller) {
            return roles.stream().anyMatch(caller::is);
        }
    }

    private Access() {}

    /** @return empty for what is no route of the API */
    static Optional<Rule> rule(HttpMethod method, PathContainer path) {
        var asked = method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method;
        Rule found = null;
        for (var rule : BY_METHOD.getOrDefault(asked, List.of())) {
            if (rule.path().matches(path)
                    && (found == null || rule.path().compareTo(found.path()) < 0)) {
                found = rule;
            }
        }
        return Optional.ofNullable(found);
    }

    private static Rule everybody(HttpMethod method, String path) {
        return new Rule(method, PathPatternParser.defaultInstance.parse(path), Set.of(), false);
    }

    private static Rule some(HttpMethod method, String path, Role... roles) {
        return new Rule(method, PathPatternParser.defaultInstance.parse(path), Set.of(roles), false);
    }

    private static Rule stream(String path, Role... roles) {
        return new Rule(HttpMethod.GET, PathPatternParser.defaultInstance.parse(path), Set.of(roles), true);
    }
}
