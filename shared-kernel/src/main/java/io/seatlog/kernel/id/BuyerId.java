package io.seatlog.kernel.id;

import java.util.regex.Pattern;

/** Buyers are opaque ids: no name and no e-mail address ever reaches the log. */
public final class BuyerId {
    public static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private BuyerId() {}

    public static boolean isValid(String buyer) {
        return PATTERN.matcher(buyer).matches();
    }
}
