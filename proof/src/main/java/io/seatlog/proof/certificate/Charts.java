package io.seatlog.proof.certificate;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The charts of the page, as inline SVG whose colours are the page's. Each stands beside a table that says the same. */
final class Charts {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int WIDTH = 640;
    private static final int HEIGHT = 220;
    private static final int LEFT = 56;
    private static final int BOTTOM = 26;
    private static final int TOP = 10;

    private Charts() {}

    /** One part of a bar. */
    record Slice(String label, long value, String colour) {}

    /** A bar of parts; with its legend, which wraps. */
    static String shares(String title, List<Slice> slices) {
        long all = slices.stream().mapToLong(Slice::value).sum();
        var svg = open(title, 44);
        double x = 0;
        for (var slice : slices) {
            double width = all == 0 ? 0 : slice.value * (double) WIDTH / all;
            svg.append(rect(x, 4, width, 36, slice.colour, slice.label + ": " + number(slice.value)));
            x += width;
        }
        svg.append("</svg><ul class=\"legend\">");
        for (var slice : slices) {
            svg.append("<li><span class=\"dot ").append(slice.colour).append("\"></span>").append(slice.label)
                    .append(" <b>").append(number(slice.value)).append("</b></li>");
        }
        return svg.append("</ul>").toString();
    }

    /** Decisions per second, one column a part. */
    static String course(String title, Timing.Course course) {
        var parts = course.parts();
        double most = parts.stream().mapToDouble(part -> part.held() + part.rejected()).max().orElse(0)
                / course.seconds();
        double top = niceTop(most);
        double height = HEIGHT - TOP - BOTTOM;
        var svg = open(title, HEIGHT);
        grid(svg, top, height);
        double step = (WIDTH - LEFT) / (double) Math.max(1, parts.size());
        for (int i = 0; i < parts.size(); i++) {
            var part = parts.get(i);
            double held = part.held() / (double) course.seconds() * height / top;
            double rejected = part.rejected() / (double) course.seconds() * height / top;
            double x = LEFT + i * step;
            double width = Math.max(0.5, step - (step > 4 ? 1 : 0));
            var at = TIME.format(part.from());
            svg.append(rect(x, TOP + height - held, width, held, "c1", at + ": held " + number(part.held())));
            svg.append(rect(x, TOP + height - held - rejected, width, rejected, "c2",
                    at + ": rejected " + number(part.rejected())));
        }
        if (!parts.isEmpty()) {
            text(svg, LEFT, HEIGHT - 6, "start", TIME.format(parts.getFirst().from()));
            text(svg, WIDTH, HEIGHT - 6, "end", TIME.format(parts.getLast().from().plusSeconds(course.seconds())));
        }
        return svg.append("</svg>").append("<ul class=\"legend\"><li><span class=\"dot c1\"></span>held</li>")
                .append("<li><span class=\"dot c2\"></span>rejected</li></ul>").toString();
    }

    private static void grid(StringBuilder svg, double top, double height) {
        for (int line = 0; line <= 4; line++) {
            double y = TOP + height - line * height / 4;
            svg.append(String.format(Locale.ROOT, "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
                    LEFT, WIDTH, y, y));
            double value = top * line / 4;
            text(svg, LEFT - 6, y + 4, "end", value < 10 && value % 1 != 0
                    ? String.format(Locale.ROOT, "%.1f", value)
                    : number(Math.round(value)));
        }
    }

    /** Lying bars, each with its value; lengths by the logarithm, because the last percent is what waits long. */
    static String waits(String title, Timing.Waited waited) {
        var entries = List.copyOf(waited.percentilesMillis().entrySet());
        double most = Math.log1p(entries.stream().mapToLong(entry -> entry.getValue()).max().orElse(1));
        int row = 26;
        var svg = open(title, Math.max(1, entries.size()) * row);
        for (int i = 0; i < entries.size(); i++) {
            long value = entries.get(i).getValue();
            double width = most == 0 ? 1 : Math.max(1, Math.log1p(value) / most * (WIDTH - 190));
            text(svg, 72, i * row + 18, "end", entries.get(i).getKey() + " %");
            svg.append(rect(82, i * row + 4, width, row - 8, "c1", ""));
            text(svg, 82 + width + 8, i * row + 18, "start", millis(value));
        }
        return svg.append("</svg>").toString();
    }

    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String millis(double value) {
        if (value < 10_000) {
            return String.format(Locale.ROOT, "%,.0f ms", value);
        }
        return value < 600_000
                ? String.format(Locale.ROOT, "%,.1f s", value / 1000)
                : String.format(Locale.ROOT, "%,.1f min", value / 60_000);
    }

    /** The next of 1, 2, 4, 5, 8 and their tenfolds, which quarters divide well enough. */
    private static double niceTop(double most) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(most, 0.1))));
        for (double nice : new double[]{1, 2, 4, 5, 8, 10}) {
            if (most <= nice * power) {
                return nice * power;
            }
        }
        return 10 * power;
    }

    private static StringBuilder open(String title, int height) {
        return new StringBuilder("<svg role=\"img\" aria-label=\"").append(title).append("\" viewBox=\"0 0 ")
                .append(WIDTH).append(' ').append(height).append("\">");
    }

    private static String rect(double x, double y, double width, double height, String colour, String title) {
        if (width <= 0 || height <= 0) {
            return "";
        }
        return String.format(Locale.ROOT,
                "<rect class=\"%s\" x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\">%s</rect>",
                colour, x, y, width, height, title.isEmpty() ? "" : "<title>" + title + "</title>");
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor,
                text));
    }
}
