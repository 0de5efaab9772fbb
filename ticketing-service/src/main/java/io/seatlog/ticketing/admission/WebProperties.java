package io.seatlog.ticketing.admission;

import java.net.URI;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What browsers may do with this service.
 *
 * @param corsOrigins of pages elsewhere that may call the API with a token, each as {@code https://shop.example}; none by
 *     default. They cannot use the cookie of a stream pass, which is for our own page
 * @param signInOrigins that our own page may speak with to sign in, beside the issuer's: where the issuer's token endpoint has
 *     another host than the issuer, as with Cognito
 */
@ConfigurationProperties("seatlog.web")
record WebProperties(@DefaultValue List<URI> corsOrigins, @DefaultValue List<URI> signInOrigins) {
    private static final int MOST = 20;

    WebProperties {
        require("cors-origins", corsOrigins);
        require("sign-in-origins", signInOrigins);
    }

    private static void require(String name, List<URI> origins) {
        if (origins.size() > MOST) {
            throw new IllegalArgumentException("seatlog.web." + name + " must be at most " + MOST);
        }
        for (var origin : origins) {
            if (!origin.equals(originOf(origin))) {
                throw new IllegalArgumentException(
                        "seatlog.web." + name + " must be https://host or http://host:port, not " + origin);
            }
        }
    }

    static URI originOf(URI address) {
        return URI.create(address.getScheme() + "://" + address.getRawAuthority());
    }
}
