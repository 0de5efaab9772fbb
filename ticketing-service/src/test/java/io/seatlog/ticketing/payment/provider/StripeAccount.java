package io.seatlog.ticketing.payment.provider;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * PaymentIntents as Stripe's public description of its API has them: the state machine, the errors and their codes.
 * Whatever it does not know it refuses, as Stripe does. One lock for all: callers of the same intent come one after another.
 */
final class StripeAccount {
    static final String EXPIRING_CARD = "pm_seatlog_captureRefused";
    private static final Set<String> GOOD_CARDS = Set.of("pm_card_visa", "pm_card_mastercard", EXPIRING_CARD);
    private static final Set<String> CANCELLABLE = Set.of("requires_payment_method", "requires_capture",
            "requires_confirmation", "requires_action");
    private static final Set<String> REASONS = Set.of("duplicate", "fraudulent", "requested_by_customer", "abandoned");
    private static final Pattern QUERY = Pattern.compile("metadata\\['(\\w+)']:'([^']*)'");
    /** Card, code, decline code. */
    private static final Map<String, List<String>> BAD_CARDS = Map.of("pm_card_visa_chargeDeclined",
            List.of("card_declined", "generic_decline"), "pm_card_visa_chargeDeclinedInsufficientFunds",
            List.of("card_declined", "insufficient_funds"), "pm_card_chargeDeclinedExpiredCard",
            List.of("expired_card", "expired_card"));
    private final Map<String, Intent> intents = new LinkedHashMap<>();

    record Answer(int status, Map<String, Object> body) {}

    /** Parameters that an operation does not have, or lacks; then no idempotency key is spent. */
    static final class InvalidRequest extends RuntimeException {
        final transient Answer answer;

        InvalidRequest(int status, String code, String param) {
            super(code + " " + param);
            answer = new Answer(status, error("invalid_request_error", code, null, param, null));
        }
    }

    static final class Intent {
        final String id = "pi_" + UUID.randomUUID().toString().replace("-", "");
        final String secret = id + "_secret_" + UUID.randomUUID().toString().replace("-", "");
        final Map<String, String> metadata = new LinkedHashMap<>();
        final long created = Instant.now().getEpochSecond();
        long amount;
        String currency = "";
        String status = "requires_payment_method";
        @Nullable
        Map<String, Object> lastError;
        @Nullable
        String method;
        @Nullable
        String charge;
        @Nullable
        String reason;
        boolean refunded;
        int charges;
        int refunds;
    }

    synchronized Answer create(Map<String, String> form) {
        permit(form, "amount", "currency", "capture_method", "payment_method_types[0]", "metadata[seatlog_payment]",
                "metadata[seatlog_booking]");
        require(given(form, "currency").matches("[a-z]{3}"), "parameter_invalid", "currency");
        require("manual".equals(form.get("capture_method")), "parameter_invalid", "capture_method");
        require("card".equals(form.get("payment_method_types[0]")), "parameter_invalid", "payment_method_types");
        var intent = new Intent();
        intent.amount = Long.parseLong(given(form, "amount"));
        intent.currency = given(form, "currency");
        form.forEach((name, value) -> {
            if (name.startsWith("metadata[")) {
                intent.metadata.put(name.substring(9, name.length() - 1), value);
            }
        });
        if (intent.amount < 50) {
            return refuse("amount_too_small", "amount");
        }
        intents.put(intent.id, intent);
        return new Answer(200, json(intent, false));
    }

    synchronized Answer retrieve(String id, Map<String, String> form) {
        permit(form, "expand[0]");
        var expand = form.get("expand[0]");
        require(expand == null || expand.equals("latest_charge"), "parameter_invalid", "expand");
        return new Answer(200, json(intent(id), expand != null));
    }

    synchronized Answer search(Map<String, String> form) {
        permit(form, "query");
        var query = QUERY.matcher(form.getOrDefault("query", ""));
        require(query.matches(), "search_query_invalid", "query");
        var found = intents.values().stream().filter(one -> query.group(2).equals(one.metadata.get(query.group(1))))
                .map(one -> json(one, false)).toList();
        return new Answer(200,
                Map.of("object", "search_result", "url", "/v1/payment_intents/search", "has_more", false, "data",
                        found));
    }

    synchronized Answer confirm(String id, Map<String, String> form) {
        permit(form, "payment_method");
        var intent = intent(id);
        if (!Set.of("requires_payment_method", "requires_confirmation").contains(intent.status)) {
            return unexpectedState(intent);
        }
        return attempt(intent, given(form, "payment_method"));
    }

    private static Answer attempt(Intent intent, String card) {
        var bad = BAD_CARDS.get(card);
        if (bad != null) {
            charge(intent, card);
            intent.status = "requires_payment_method";
            intent.lastError = content("card_error", bad.get(0), bad.get(1), null, null);
            return new Answer(402, error("card_error", bad.get(0), bad.get(1), null, intent));
        }
        if (card.equals("pm_card_threeDSecure2Required")) {
            intent.method = card;
            intent.status = "requires_action";
        } else if (GOOD_CARDS.contains(card)) {
            charge(intent, card);
            intent.status = "requires_capture";
            intent.lastError = null;
        } else {
            return refuse("resource_missing", "payment_method");
        }
        return new Answer(200, json(intent, false));
    }

    private static void charge(Intent intent, String card) {
        intent.method = card;
        intent.charge = "ch_" + intent.id.substring(3) + intent.charges++;
    }

    /** What Stripe.js does in the buyer's browser. */
    synchronized void authenticate(String secret, boolean approve) {
        var intent = bySecret(secret);
        if (!intent.status.equals("requires_action")) {
            throw new IllegalStateException("nothing to authenticate: " + intent.status);
        }
        if (approve) {
            charge(intent, "pm_card_threeDSecure2Required");
            intent.status = "requires_capture";
        } else {
            intent.status = "requires_payment_method";
            intent.lastError = content("invalid_request_error", "payment_intent_authentication_failure", null, null,
                    null);
        }
    }

    /** A browser that has the client secret tries another card. */
    synchronized Answer confirmAsBuyer(String secret, String card) {
        return confirm(bySecret(secret).id, Map.of("payment_method", card));
    }

    synchronized Answer capture(String id, Map<String, String> form) {
        permit(form);
        var intent = intent(id);
        if (!intent.status.equals("requires_capture")) {
            return unexpectedState(intent);
        }
        if (EXPIRING_CARD.equals(intent.method)) {
            return refuse("charge_expired_for_capture", "payment_intent");
        }
        intent.status = "succeeded";
        return new Answer(200, json(intent, false));
    }

    synchronized Answer cancel(String id, Map<String, String> form) {
        permit(form, "cancellation_reason");
        var reason = form.get("cancellation_reason");
        require(reason == null || REASONS.contains(reason), "parameter_invalid", "cancellation_reason");
        var intent = intent(id);
        if (!CANCELLABLE.contains(intent.status)) {
            return unexpectedState(intent);
        }
        intent.status = "canceled";
        intent.reason = reason;
        return new Answer(200, json(intent, false));
    }

    synchronized Answer refund(Map<String, String> form) {
        permit(form, "payment_intent");
        var intent = intent(given(form, "payment_intent"));
        if (intent.refunded) {
            return refuse("charge_already_refunded", "payment_intent");
        }
        if (!intent.status.equals("succeeded")) {
            return refuse("payment_intent_unexpected_state", "payment_intent");
        }
        intent.refunded = true;
        intent.refunds++;
        return new Answer(200, Map.of("id", "re_" + intent.id.substring(3), "object", "refund", "status", "succeeded",
                "payment_intent", intent.id, "amount", intent.amount));
    }

    synchronized List<Intent> all() {
        return new ArrayList<>(intents.values());
    }

    synchronized Intent of(UUID paymentId) {
        return intents.values().stream()
                .filter(one -> paymentId.toString().equals(one.metadata.get("seatlog_payment"))).findFirst()
                .orElseThrow();
    }

    private Intent bySecret(String secret) {
        return intents.values().stream().filter(one -> one.secret.equals(secret)).findFirst().orElseThrow();
    }

    private Intent intent(String id) {
        var intent = intents.get(id);
        if (intent == null) {
            throw new InvalidRequest(404, "resource_missing", "intent");
        }
        return intent;
    }

    private static Answer unexpectedState(Intent intent) {
        return new Answer(400, error("invalid_request_error", "payment_intent_unexpected_state", null, null, intent));
    }

    private static Answer refuse(String code, String param) {
        return new Answer(400, error("invalid_request_error", code, null, param, null));
    }

    static Map<String, Object> error(String type, @Nullable String code, @Nullable String declineCode,
            @Nullable String param, @Nullable Intent intent) {
        return Map.of("error", content(type, code, declineCode, param, intent));
    }

    private static Map<String, Object> content(String type, @Nullable String code, @Nullable String declineCode,
            @Nullable String param, @Nullable Intent intent) {
        var error = new LinkedHashMap<String, Object>();
        error.put("type", type);
        // Stripe quotes what it was sent, keys too, though not in full.
        error.put("message", "refused for " + PaymentProviderContract.SECRET_KEY);
        putUnlessNull(error, "code", code);
        putUnlessNull(error, "decline_code", declineCode);
        putUnlessNull(error, "param", param);
        putUnlessNull(error, "payment_intent", intent == null ? null : json(intent, false));
        return error;
    }

    private static void putUnlessNull(Map<String, Object> json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static Map<String, Object> json(Intent intent, boolean withCharge) {
        var json = new LinkedHashMap<String, Object>();
        json.put("id", intent.id);
        json.put("object", "payment_intent");
        json.put("amount", intent.amount);
        json.put("currency", intent.currency);
        json.put("capture_method", "manual");
        json.put("client_secret", intent.secret);
        json.put("created", intent.created);
        json.put("livemode", false);
        json.put("metadata", Map.copyOf(intent.metadata));
        json.put("status", intent.status);
        putUnlessNull(json, "cancellation_reason", intent.reason);
        putUnlessNull(json, "last_payment_error", intent.lastError);
        if (intent.charge != null) {
            json.put("latest_charge", withCharge
                    ? Map.of("id", intent.charge, "object", "charge", "refunded", intent.refunded)
                    : intent.charge);
        }
        return json;
    }

    private static void permit(Map<String, String> form, String... names) {
        var known = Set.of(names);
        form.keySet().forEach(name -> require(known.contains(name), "parameter_unknown", name));
    }

    private static String given(Map<String, String> form, String name) {
        var value = form.get(name);
        if (value == null || value.isEmpty()) {
            throw new InvalidRequest(400, "parameter_missing", name);
        }
        return value;
    }

    private static void require(boolean holds, String code, String param) {
        if (!holds) {
            throw new InvalidRequest(400, code, param);
        }
    }
}
