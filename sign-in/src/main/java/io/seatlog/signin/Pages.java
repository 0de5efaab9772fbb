package io.seatlog.signin;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;

/**
 * Everything that is not the protocol: the sign-in page with its two files, the error page and 404. Spring Security's
 * filters come first and answer the protocol's addresses and the posted form themselves. Thread-safe.
 */
final class Pages extends HttpServlet {
    static final String SIGN_IN = "/sign-in";
    static final String ERROR = "/error";
    private static final long serialVersionUID = 1;
    private final transient SignInPage page;
    private final String home;
    private final byte[] style = resource("sign-in.css");
    private final byte[] icon = resource("icon.svg");

    /** @param home of whoever comes from nowhere */
    Pages(SignInPage page, String home) {
        this.page = page;
        this.home = home;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getServletPath()) {
            case SIGN_IN -> html(response, form(request));
            case "/sign-in.css" -> write(response, "text/css;charset=utf-8", style);
            case "/icon.svg" -> write(response, "image/svg+xml", icon);
            case "/" -> response.sendRedirect(home);
            default -> response.sendError(HttpServletResponse.SC_NOT_FOUND, "There is nothing here.");
        }
    }

    /** Also answers the container's dispatch after {@code sendError}, whatever the method of the request was. */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        if (request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status) {
            html(response, page.message("Error " + status, why(request, status)));
        } else {
            super.service(request, response);
        }
    }

    private String form(HttpServletRequest request) {
        var csrf = (CsrfToken) Objects.requireNonNull(request.getAttribute(CsrfToken.class.getName()));
        return page.form(Interrupted.of(request), Interrupted.notice(request), csrf);
    }

    /** What the request did wrong, in the words of whoever refused it; of our own faults, nothing. */
    private static String why(HttpServletRequest request, int status) {
        var message = message(request);
        return status < 500 && message != null && !message.isBlank() ? message : "This request cannot be answered.";
    }

    private static @Nullable String message(HttpServletRequest request) {
        return (String) request.getAttribute(RequestDispatcher.ERROR_MESSAGE);
    }

    private static void html(HttpServletResponse response, String html) throws IOException {
        write(response, "text/html;charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(HttpServletResponse response, String type, byte[] body) throws IOException {
        response.setContentType(type);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static byte[] resource(String name) {
        try (var in = Pages.class.getResourceAsStream("/pages/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + name, e);
        }
    }
}
