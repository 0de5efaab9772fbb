package io.seatlog.embedded.provider;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What the buyer sees of 3-D Secure: plain HTML, nothing loaded, nothing run. */
final class ChallengePage {

    private ChallengePage() {}

    static String question(Payment payment, @Nullable URI back) {
        String query = back == null
                ? ""
                : "?return=" + URLEncoder.encode(back.toASCIIString(), StandardCharsets.UTF_8);
        String path = "/challenge/" + payment.clientSecret();
        return page("Approve this payment?", """
                <p>%s</p>
                <form method="post" action="%s"><button>Approve</button></form>
                <form method="post" action="%s"><button>Refuse</button></form>
                """.formatted(escaped(amount(payment)), escaped(path + "/approve" + query),
                escaped(path + "/refuse" + query)) + link(back));
    }

    static String result(Payment payment, @Nullable URI back) {
        String failure = payment.failure() == null ? "" : ", " + payment.failure();
        return page("Payment", "<p>%s: %s%s</p>%n".formatted(escaped(amount(payment)), payment.status(),
                escaped(failure)) + link(back));
    }

    static String unknown() {
        return page("Unknown payment", "<p>There is no such payment.</p>\n");
    }

    private static String link(@Nullable URI back) {
        return back == null ? "" : "<p><a href=\"%s\">Back</a></p>%n".formatted(escaped(back.toASCIIString()));
    }

    private static String amount(Payment payment) {
        Order order = payment.order();
        return order == null
                ? ""
                : BigDecimal.valueOf(order.amountMinor(), Math.max(0, order.currency().getDefaultFractionDigits()))
                        .toPlainString() + " " + order.currency().getCurrencyCode();
    }

    private static String page(String title, String content) {
        return """
                <!doctype html>
                <html lang="en">
                <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>%s</title></head>
                <body>
                <h1>%s</h1>
                %s</body>
                </html>
                """.formatted(title, title, content);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
