package io.seatlog.signin;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The authorization request that the form came between. Its query is carried in the form's own address: so nobody gets a
 * session, which is memory, before a password was right; every tab has its own; and a restart loses none. It leads to the
 * authorization endpoint and nowhere else, whatever somebody writes into it.
 *
 * @param query of the authorization request, as the browser sent it; empty when there was none
 */
record Interrupted(String query) {
    static final String AUTHORIZE = "/oauth2/authorize";
    private static final String NOTICE = "notice=";

    /** What is said above the form. */
    enum Notice {
        NONE(""),
        /** Also after too many guesses and for names that don't exist. */
        WRONG("Name or password is wrong. After many wrong passwords, wait a minute."),
        /** The form was not one of ours, or the browser keeps no cookies. */
        STALE("That form was no longer valid. Please sign in again; cookies are needed.");

        private final String text;

        Notice(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /** Of a request for the authorization endpoint, or of one for the form. */
    static Interrupted of(HttpServletRequest request) {
        var query = request.getQueryString();
        return new Interrupted(query == null
                ? ""
                : Arrays.stream(query.split("&")).filter(part -> !part.startsWith(NOTICE))
                        .collect(Collectors.joining("&")));
    }

    static Notice notice(HttpServletRequest request) {
        var query = request.getQueryString();
        for (var notice : Notice.values()) {
            if (query != null && query.endsWith(NOTICE + notice.name())) {
                return notice;
            }
        }
        return Notice.NONE;
    }

    /** The form's address. */
    String form() {
        return query.isEmpty() ? Pages.SIGN_IN : Pages.SIGN_IN + "?" + query;
    }

    String form(Notice notice) {
        return form() + (query.isEmpty() ? "?" : "&") + NOTICE + notice.name();
    }

    /** Where to go after the sign-in. */
    String onward(String home) {
        return query.isEmpty() ? home : AUTHORIZE + "?" + query;
    }
}
