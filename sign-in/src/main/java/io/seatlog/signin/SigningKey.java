package io.seatlog.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The RSA key that signs every token, as a PKCS#8 PEM file: kept, so that tokens stay valid over a restart. Only its owner
 * may read the file, at no moment anybody else, and it is there as a whole or not at all.
 */
final class SigningKey {
    private static final int BITS = 2048;
    private static final int MAX_FILE_BYTES = 16 * 1024;
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private SigningKey() {}

    /**
     * The key of the file, which is made when it is not there. Its id is its RFC 7638 thumbprint.
     *
     * @throws IllegalStateException when the file holds anything else
     */
    static RSAKey of(Path file) {
        try {
            if (Files.notExists(file)) {
                create(file.toAbsolutePath());
            }
            return read(file);
        } catch (IOException e) {
            throw new UncheckedIOException("seatlog.sign-in.key-file cannot be read or made: " + file, e);
        }
    }

    private static void create(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path fresh = Files.createTempFile(file.getParent(), file.getFileName() + ".", ".new", owner);
        try {
            Files.writeString(fresh, pem());
            // Unlike a rename, a link never replaces the key that another start made meanwhile.
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException theirs) {
            // As good as ours: it is read next.
        } finally {
            Files.delete(fresh);
        }
    }

    private static String pem() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
            var lines = Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(key);
            return BEGIN + "\n" + lines + "\n" + END + "\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK makes RSA keys", e);
        }
    }

    private static RSAKey read(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw broken(file, "is larger than " + MAX_FILE_BYTES + " bytes", null);
        }
        var text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
            throw broken(file, "does not begin with " + BEGIN + " and end with " + END, null);
        }
        try {
            var der = Base64.getMimeDecoder().decode(text.substring(BEGIN.length(), text.length() - END.length()));
            var keys = KeyFactory.getInstance("RSA");
            if (!(keys.generatePrivate(new PKCS8EncodedKeySpec(der)) instanceof RSAPrivateCrtKey key)
                    || key.getModulus().bitLength() < BITS) {
                throw broken(file, "has fewer than " + BITS + " bits, or only a part of the key", null);
            }
            var open = (RSAPublicKey) keys
                    .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
            return new RSAKey.Builder(open).privateKey(key).keyUse(KeyUse.SIGNATURE).algorithm(JWSAlgorithm.RS256)
                    .keyIDFromThumbprint().build();
        } catch (GeneralSecurityException | JOSEException | IllegalArgumentException e) {
            throw broken(file, "cannot be decoded", e);
        }
    }

    private static IllegalStateException broken(Path file, String why, @Nullable Exception e) {
        return new IllegalStateException("seatlog.sign-in.key-file must be an RSA private key of at least " + BITS
                + " bits as PKCS#8 PEM, but " + file + " " + why
                + ". Without the file a new key is made; tokens of the old one are then refused.", e);
    }
}
