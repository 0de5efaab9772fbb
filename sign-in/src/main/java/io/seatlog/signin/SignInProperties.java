package io.seatlog.signin;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may sign in, and to what. Secrets have no defaults and are given by the environment.
 *
 * @param issuer how browsers and services reach this provider, e.g. {@code http://127.0.0.1:9380}
 * @param audience of the access tokens
 * @param tokenLifetime of access tokens, 10 s to 12 h
 * @param keyFile of the signing key, a PKCS#8 PEM; made at the first start
 * @param accounts that can sign in on the page, at most 100
 */
@ConfigurationProperties("seatlog.sign-in")
record SignInProperties(URI issuer, @DefaultValue("seatlog") String audience,
        @DefaultValue("1h") Duration tokenLifetime, Path keyFile, @DefaultValue Page page, @DefaultValue Tools tools,
        @DefaultValue List<Account> accounts) {

    static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
    private static final Duration MIN_LIFETIME = Duration.ofSeconds(10);
    private static final Duration MAX_LIFETIME = Duration.ofHours(12);
    private static final int MAX_ACCOUNTS = 100;
    private static final int MAX_ADDRESSES = 20;
    private static final int MAX_TEXT = 200;

    SignInProperties {
        require(isOrigin(issuer), "issuer must be http://host:port or https://host, without a path");
        require(isText(audience), "audience must have 1 to " + MAX_TEXT + " characters");
        require(tokenLifetime.compareTo(MIN_LIFETIME) >= 0 && tokenLifetime.compareTo(MAX_LIFETIME) <= 0,
                "token-lifetime must be 10s to 12h");
        require(isGiven(keyFile), "key-file must be given");
        require(accounts.size() <= MAX_ACCOUNTS, "accounts must be at most " + MAX_ACCOUNTS);
        accounts = List.copyOf(accounts);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < accounts.size(); i++) {
            accounts.get(i).check("accounts[" + i + "].", names);
        }
    }

    /**
     * The web page's client.
     *
     * @param redirectUris where a sign-in may end; compared exactly; 1 to 20
     * @param postLogoutRedirectUris where a sign-out may end; compared exactly; at most 20
     * @param origins whose scripts may read the discovery, token, key and user-info answers; at most 20
     */
    record Page(@DefaultValue List<URI> redirectUris, @DefaultValue List<URI> postLogoutRedirectUris,
            @DefaultValue List<URI> origins) {
        Page {
            require(!redirectUris.isEmpty(), "page.redirect-uris must be given");
            requireAll(redirectUris, SignInProperties::isAddress, "page.redirect-uris", "http or https addresses");
            requireAll(postLogoutRedirectUris, SignInProperties::isAddress, "page.post-logout-redirect-uris",
                    "http or https addresses");
            requireAll(origins, SignInProperties::isOrigin, "page.origins", "http://host:port or https://host");
            redirectUris = List.copyOf(redirectUris);
            postLogoutRedirectUris = List.copyOf(postLogoutRedirectUris);
            origins = List.copyOf(origins);
        }

        /** Where the pages live that send people here. */
        Set<String> redirectOrigins() {
            Set<String> found = new TreeSet<>();
            redirectUris.forEach(uri -> found.add(origin(uri)));
            return found;
        }

        /** Where to send somebody who came from nowhere. */
        String home() {
            return origin(redirectUris.getFirst()) + "/";
        }
    }

    /**
     * The client of scripts and load tools.
     *
     * @param secret 16 to 200 printable ASCII characters: guesses at it are not counted
     */
    record Tools(String secret) {
        // HTTP Basic for OAuth is form-encoded first; without % and + the encoded secret is the secret.
        private static final Pattern SECRET = Pattern.compile("[!-~&&[^%+]]{16,200}");

        Tools {
            require(secret != null && SECRET.matcher(secret).matches(),
                    "tools.secret must have 16 to 200 printable ASCII characters without spaces, % and +");
        }

        @Override
        public String toString() {
            return "Tools[secret]";
        }
    }

    /**
     * Somebody who can sign in on the page.
     *
     * @param name also the {@code sub} of the tokens
     * @param displayName for people; the name when absent
     */
    record Account(String name, String password, @Nullable String displayName, @DefaultValue Set<Role> roles) {

        private void check(String setting, Set<String> names) {
            require(name != null && SUBJECT.matcher(name).matches(), setting + "name must match " + SUBJECT.pattern());
            require(names.add(name), setting + "name is there twice: " + name);
            require(isText(password), setting + "password must have 1 to " + MAX_TEXT + " characters");
            require(displayName == null || isText(displayName),
                    setting + "display-name must have 1 to " + MAX_TEXT + " characters");
            require(!roles.isEmpty(), setting + "roles must name buyer, organizer or operator");
        }

        @Override
        public String toString() {
            return "Account[" + name + ", " + roles + "]";
        }
    }

    private interface Check {
        boolean holds(URI uri);
    }

    private static void requireAll(List<URI> uris, Check check, String setting, String kind) {
        require(uris.size() <= MAX_ADDRESSES, setting + " must be at most " + MAX_ADDRESSES);
        for (var uri : uris) {
            require(check.holds(uri), setting + " must be " + kind + ": " + uri);
        }
    }

    private static boolean isText(@Nullable String text) {
        return text != null && !text.isBlank() && text.length() <= MAX_TEXT;
    }

    private static boolean isGiven(@Nullable Path path) {
        return path != null && !path.toString().isBlank();
    }

    private static boolean isAddress(@Nullable URI uri) {
        return uri != null && uri.getHost() != null && uri.getUserInfo() == null && uri.getRawFragment() == null
                && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
    }

    private static boolean isOrigin(@Nullable URI uri) {
        return uri != null && isAddress(uri) && origin(uri).equals(uri.toString());
    }

    private static String origin(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException("seatlog.sign-in." + message);
        }
    }
}
