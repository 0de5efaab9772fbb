package io.seatlog.signin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The application as it runs, on a port of its own; one for all tests of a JVM that don't need another one. */
final class RunningSignIn implements AutoCloseable {
    static final String PAGE_ORIGIN = "http://127.0.0.1:8080";
    static final String REDIRECT = PAGE_ORIGIN + "/signed-in";
    static final String SIGNED_OUT = PAGE_ORIGIN + "/signed-out";
    static final String TOOLS_SECRET = "only-for-tests-0123456789";
    static final String PASSWORD = "right/horse?";
    private static @Nullable RunningSignIn shared;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    final String issuer;
    private final ConfigurableApplicationContext context;

    /** A 302's Location, a JSON body, or whatever else came. */
    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String text() {
            return response.body();
        }

        JsonNode json() {
            return JSON.readTree(response.body());
        }

        String error() {
            return json().path("error").asString();
        }
    }

    static synchronized RunningSignIn shared() {
        var running = shared;
        if (running == null) {
            running = start(folder().resolve("key.pem"), Map.of());
            shared = running;
            Runtime.getRuntime().addShutdownHook(new Thread(running::close));
        }
        return running;
    }

    static RunningSignIn start(Path keyFile, Map<String, String> settings) {
        return new RunningSignIn(freePort(), keyFile, settings);
    }

    private RunningSignIn(int port, Path keyFile, Map<String, String> settings) {
        issuer = "http://127.0.0.1:" + port;
        Map<String, String> all = new HashMap<>(settings(issuer, keyFile));
        all.put("server.port", Integer.toString(port));
        all.putAll(settings);
        context = SpringApplication.run(SignInApplication.class, arguments(all));
    }

    static Map<String, String> settings(String issuer, Path keyFile) {
        Map<String, String> settings = new HashMap<>();
        settings.put("seatlog.sign-in.issuer", issuer);
        settings.put("seatlog.sign-in.key-file", keyFile.toString());
        settings.put("seatlog.sign-in.page.redirect-uris", REDIRECT);
        settings.put("seatlog.sign-in.page.post-logout-redirect-uris", SIGNED_OUT);
        settings.put("seatlog.sign-in.page.origins", PAGE_ORIGIN);
        settings.put("seatlog.sign-in.tools.secret", TOOLS_SECRET);
        account(settings, 0, "anna", "Anna <b>Å & Co</b>", "buyer");
        account(settings, 1, "otto", "Otto", "operator,organizer");
        account(settings, 2, "guessed", "Guessed", "buyer");
        return settings;
    }

    private static void account(Map<String, String> settings, int n, String name, String displayName, String roles) {
        var prefix = "seatlog.sign-in.accounts[" + n + "].";
        settings.put(prefix + "name", name);
        settings.put(prefix + "password", PASSWORD);
        settings.put(prefix + "display-name", displayName);
        settings.put(prefix + "roles", roles);
    }

    static String[] arguments(Map<String, String> settings) {
        return settings.entrySet().stream().map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
    }

    Answer get(String path, String... headers) {
        return send(HTTP, request(path, headers).GET());
    }

    Answer preflight(String path, String origin) {
        return send(HTTP, request(path, "Origin", origin, "Access-Control-Request-Method", "POST").method("OPTIONS",
                HttpRequest.BodyPublishers.noBody()));
    }

    /** A form with names and values in turn. */
    Answer post(HttpClient http, String path, Map<String, String> headers, String... form) {
        var request = request(path, "Content-Type", "application/x-www-form-urlencoded");
        headers.forEach(request::header);
        return send(http, request.POST(HttpRequest.BodyPublishers.ofString(encoded(form))));
    }

    /** A client-credentials request with more parameters. */
    Answer tools(String secret, String... parameters) {
        var form = new String[parameters.length + 2];
        form[0] = "grant_type";
        form[1] = "client_credentials";
        System.arraycopy(parameters, 0, form, 2, parameters.length);
        var basic = Base64.getEncoder()
                .encodeToString((Clients.TOOLS + ":" + secret).getBytes(StandardCharsets.UTF_8));
        return post(HTTP, "/oauth2/token", Map.of("Authorization", "Basic " + basic), form);
    }

    /** What a service does: checks signature, times and issuer with what is published. */
    Jwt verified(String token) {
        var decoder = NimbusJwtDecoder.withIssuerLocation(issuer).build();
        return decoder.decode(token);
    }

    Answer send(HttpClient http, HttpRequest.Builder request) {
        try {
            return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(path.startsWith("/") ? issuer + path : path));
        return headers.length == 0 ? request : request.headers(headers);
    }

    static String encoded(String... form) {
        var text = new StringBuilder();
        for (int i = 0; i < form.length; i += 2) {
            text.append(i == 0 ? "" : "&").append(form[i]).append('=')
                    .append(URLEncoder.encode(form[i + 1], StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }

    static Path folder() {
        try {
            return Files.createTempDirectory("seatlog-sign-in-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
