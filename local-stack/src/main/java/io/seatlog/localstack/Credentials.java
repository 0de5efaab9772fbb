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
 * @param pseudonymKey base64 of 32 bytes; what people are called in bookings hangs on it; null likewise
 * @param toolsSecret by which scripts get tokens; null likewise
 * @param demoPassword of all demo accounts, to be typed by people; null likewise
 */
record Credentials(String superuserPassword, String ticketingPassword, String reservationPassword, String receiptsKey,
        @Nullable String paymentKey, @Nullable String webhookSecret, @Nullable String pseudonymKey,
        @Nullable String toolsSecret, @Nullable String demoPassword) {

    private static final int KEY_BYTES = 32;
    private static final int PASSWORD_CHARS = 12;
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

    static Credentials random() {
        return new Credentials(token(), token(), token(), key(), token(), token(), key(), token(), password());
    }

    boolean isComplete() {
        return paymentKey != null && webhookSecret != null && pseudonymKey != null && toolsSecret != null
                && demoPassword != null;
    }

    /** What is missing is made; what is there stays. */
    Credentials completed() {
        return new Credentials(superuserPassword, ticketingPassword, reservationPassword, receiptsKey,
                paymentKey == null ? token() : paymentKey, webhookSecret == null ? token() : webhookSecret,
                pseudonymKey == null ? key() : pseudonymKey, toolsSecret == null ? token() : toolsSecret,
                demoPassword == null ? password() : demoPassword);
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

    private static String key() {
        return Base64.getEncoder().encodeToString(bytes());
    }

    /** Sixty bits without letters that look like others. */
    private static String password() {
        StringBuilder password = new StringBuilder();
        SecureRandom random = new SecureRandom();
        for (int i = 0; i < PASSWORD_CHARS; i++) {
            password.append(i > 0 && i % 4 == 0 ? "-" : "").append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return password.toString();
    }

    private static byte[] bytes() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
