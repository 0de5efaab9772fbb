package io.seatlog.signin;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * The demo accounts. An unknown name, a wrong password and too many guesses are one answer: whoever guesses learns
 * nothing. Guesses at unknown names are not counted, there is nothing to guess. Thread-safe.
 */
final class Accounts implements AuthenticationProvider {
    private final PasswordEncoder passwords;
    private final Map<String, Entry> byName = new LinkedHashMap<>();

    private record Entry(SignedIn account, @Nullable String password, GuessLimit guesses) {}

    Accounts(List<SignInProperties.Account> accounts, PasswordEncoder passwords, Clock clock) {
        this.passwords = passwords;
        for (var account : accounts) {
            var displayName = account.displayName() == null ? account.name() : account.displayName();
            var signedIn = new SignedIn(account.name(), displayName, Role.claims(account.roles()));
            byName.put(account.name(),
                    new Entry(signedIn, passwords.encode(account.password()), new GuessLimit(clock)));
        }
    }

    /** In the order of the settings. */
    List<SignedIn> all() {
        return byName.values().stream().map(Entry::account).toList();
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        var entry = byName.get(attempt.getName());
        if (entry == null || !isRight(entry, attempt.getCredentials())) {
            throw new BadCredentialsException("Name or password is wrong");
        }
        // The time of the sign-in, which becomes the ID token's auth_time, travels in this authority.
        var how = FactorGrantedAuthority.fromAuthority(FactorGrantedAuthority.PASSWORD_AUTHORITY);
        return UsernamePasswordAuthenticationToken.authenticated(entry.account(), null, List.of(how));
    }

    private boolean isRight(Entry entry, @Nullable Object password) {
        return password != null
                && entry.guesses().isRight(() -> passwords.matches(password.toString(), entry.password()));
    }

    @Override
    public boolean supports(Class<?> attempt) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(attempt);
    }
}
