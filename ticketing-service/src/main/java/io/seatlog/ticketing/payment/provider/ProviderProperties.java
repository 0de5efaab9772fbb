package io.seatlog.ticketing.payment.provider;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who moves the money. Keys are secrets, given by the environment.
 *
 * @param provider {@code none} refuses payments
 * @param url of the provider; may be absent for Stripe, which has one
 * @param secretKey what we are known to the provider by
 * @param webhookSecret what the provider signs its webhooks with
 * @param connectTimeout for a connection; a provider that cannot be reached is known soon
 * @param readTimeout for the whole answer to one HTTP call; card networks may take some seconds
 * @param threads that wait for the provider, and so calls at once
 */
@ConfigurationProperties("seatlog.payment")
public record ProviderProperties(@DefaultValue("none") Kind provider, @Nullable URI url, @Nullable String secretKey,
        @Nullable String webhookSecret, @DefaultValue("1s") Duration connectTimeout,
        @DefaultValue("8s") Duration readTimeout, @DefaultValue("16") int threads) {
    private static final Duration MAX_TIMEOUT = Duration.ofSeconds(60);
    private static final Pattern PRINTABLE = Pattern.compile("[!-~]+");
    private static final Set<String> HERE = Set.of("127.0.0.1", "localhost", "[::1]");

    public enum Kind {
        /** Nobody can pay. */
        NONE,
        /** The simulated provider of local-stack and the tests. */
        SIMULATED,
        /** Stripe, in its test mode or live. */
        STRIPE
    }

    public ProviderProperties {
        requireTimeout("connect-timeout", connectTimeout);
        requireTimeout("read-timeout", readTimeout);
        require(threads >= 1 && threads <= 256, "threads must be 1..256");
        if (provider != Kind.NONE) {
            require(isGiven(secretKey), "secret-key must be given");
            require(isGiven(webhookSecret), "webhook-secret must be given");
        }
        // A header cannot carry anything else, and the JDK would quote it when it says so.
        require(secretKey == null || secretKey.isBlank() || PRINTABLE.matcher(secretKey).matches(),
                "secret-key must be printable ASCII without spaces");
        require(provider != Kind.SIMULATED || url != null, "url must be given for the simulated provider");
        require(url == null || isProtected(url), "url must be https://host, or http://host of this machine");
        require(provider != Kind.STRIPE || isStripes(secretKey),
                "secret-key must be a secret or restricted key of Stripe (sk_… or rk_…), not a publishable one");
    }

    private static boolean isGiven(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    private static boolean isStripes(@Nullable String key) {
        return key != null && (key.startsWith("sk_") || key.startsWith("rk_"));
    }

    /** The secret key goes with every call, so never in the clear over a network. */
    private static boolean isProtected(URI url) {
        return url.getHost() != null
                && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()) && HERE.contains(url.getHost()));
    }

    private static void requireTimeout(String name, Duration timeout) {
        require(timeout.toMillis() >= 1 && timeout.compareTo(MAX_TIMEOUT) <= 0, name + " must be 1ms..60s");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException("seatlog.payment." + message);
        }
    }

    @Override
    public String toString() {
        return "ProviderProperties[" + provider + ", secrets]";
    }
}
