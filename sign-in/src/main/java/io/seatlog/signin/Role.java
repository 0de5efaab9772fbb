package io.seatlog.signin;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What somebody may do; the services read it from the claim {@code roles}. */
enum Role {
    /** Books seats. */
    BUYER,
    /** Makes and changes events. */
    ORGANIZER,
    /** Looks after the running system. */
    OPERATOR;

    /** As it stands in tokens. */
    String claim() {
        return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable Role ofClaim(String claim) {
        for (var role : values()) {
            if (role.claim().equals(claim)) {
                return role;
            }
        }
        return null;
    }

    /** In a fixed order, so that equal roles make equal tokens. */
    static List<String> claims(Collection<Role> roles) {
        Set<Role> ordered = EnumSet.noneOf(Role.class);
        ordered.addAll(roles);
        return ordered.stream().map(Role::claim).toList();
    }
}
