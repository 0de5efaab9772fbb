package io.seatlog.signin;

import io.seatlog.signin.RunningSignIn.Answer;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A browser with the web page in it: keeps cookies, follows no redirect by itself. */
final class Visitor {
    static final String VERIFIER = "a-verifier-of-at-least-forty-three-characters-";
    static final String NONCE = "nonce-7";
    static final String STATE = "a b/c";
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private final RunningSignIn provider;
    private String form = "/sign-in";
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NEVER).build();

    Visitor(RunningSignIn provider) {
        this.provider = provider;
    }

    /** The page's usual request, with some parameters changed, or left out when empty. */
    Answer authorize(String... changes) {
        var answer = get("/oauth2/authorize?" + query(changes));
        if (answer.header("Location").startsWith("/sign-in")) {
            form = answer.header("Location");
        }
        return answer;
    }

    private static String query(String... changes) {
        var parameters = new LinkedHashMap<>(Map.of("response_type", "code", "client_id", Clients.PAGE,
                "redirect_uri", RunningSignIn.REDIRECT, "scope", "openid profile", "state", STATE, "nonce", NONCE,
                "code_challenge", challenge(VERIFIER), "code_challenge_method", "S256"));
        for (int i = 0; i < changes.length; i += 2) {
            parameters.put(changes[i], changes[i + 1]);
        }
        parameters.values().removeIf(String::isEmpty);
        return RunningSignIn.encoded(parameters.entrySet().stream()
                .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
                .toArray(String[]::new));
    }

    /** Fills in the form that is shown. */
    Answer signIn(String name, String password) {
        var shown = get(form).text();
        var csrf = CSRF.matcher(shown);
        if (!csrf.find() || !shown.contains("action=\"" + form.replace("&", "&amp;") + "\"")) {
            throw new AssertionError("No form, or one that leads elsewhere: " + shown);
        }
        return submit(csrf.group(1), name, password);
    }

    Answer submit(String csrf, String name, String password) {
        return provider.post(http, form, Map.of(), "_csrf", csrf, "username", name, "password", password);
    }

    /** The whole way to the tokens, with the form. */
    Answer tokens(String name) {
        authorize();
        var signedIn = signIn(name, RunningSignIn.PASSWORD);
        return redeem(code(get(signedIn.header("Location"))), VERIFIER);
    }

    Answer redeem(String code, String verifier) {
        return provider.post(http, "/oauth2/token", Map.of(), "grant_type", "authorization_code", "client_id",
                Clients.PAGE, "redirect_uri", RunningSignIn.REDIRECT, "code", code, "code_verifier", verifier);
    }

    Answer logout(String idToken, String target) {
        return get("/connect/logout?" + RunningSignIn.encoded("id_token_hint", idToken, "post_logout_redirect_uri",
                target, "state", "bye"));
    }

    Answer get(String path) {
        return provider.send(http, provider.request(path, "Accept", "text/html"));
    }

    List<String> cookies() {
        return cookies.getCookieStore().getCookies().stream().map(HttpCookie::toString).toList();
    }

    static String code(Answer answer) {
        return parameter(answer, "code");
    }

    /** Of the address that the answer redirects to. */
    static String parameter(Answer answer, String name) {
        var query = URI.create(answer.header("Location")).getRawQuery();
        for (var part : query == null ? new String[0] : query.split("&")) {
            if (part.startsWith(name + "=")) {
                return URLDecoder.decode(part.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    static String challenge(String verifier) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
