package io.seatlog.localstack;

import io.seatlog.embedded.SeatlogDatabase.Passwords;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Secrets of one data folder, made at its first start.
 *
 * @param receiptsKey base64 of 32 bytes
 * @param paymentKey by which the simulated provider knows ticketing-service; null in a folder that is older than it
 * @param webhookSecret with which it signs; null likewise
 */
record Credentials(String superuserPassword, String ticketingPassword, String reservationPassword, String receiptsKey,
        @Nullable String paymentKey, @Nullable String webhookSecret) {

    private static final int KEY_BYTES = 32;

    static Credentials random() {
        return new Credentials(token(), token(), token(), Base64.getEncoder().encodeToString(bytes()),
                token(), token());
    }

    boolean isComplete() {
        return paymentKey != null && webhookSecret != null;
    }

    Credentials completed() {
        return new Credentials(superuserPassword, ticketingPassword, reservationPassword, receiptsKey, token(),
                token());
    }

    Passwords databasePasswords() {
        return new Passwords(superuserPassword, ticketingPassword, reservationPassword);
    }

    @Override
    public String toString() {
        return "Credentials[***]";
    }

    private static String token() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes());
    }

    private static byte[] bytes() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
