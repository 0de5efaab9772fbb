package io.seatlog.localstack;

import io.seatlog.embedded.SeatlogDatabase.Passwords;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Secrets of one data folder, made at its first start.
 *
 * @param receiptsKey base64 of 32 bytes
 */
record Credentials(String superuserPassword, String ticketingPassword, String reservationPassword, String receiptsKey) {

    private static final int KEY_BYTES = 32;

    static Credentials random() {
        return new Credentials(token(), token(), token(), Base64.getEncoder().encodeToString(bytes()));
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
