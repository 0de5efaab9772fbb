package io.seatlog.ticketing.identity;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Who one is here, where one signs in, and the pass by which a browser opens streams. */
@RestController
@Tag(name = "Identity")
final class IdentityController {
    static final String COOKIE = "seatlog-stream";
    private static final String PATH = "/api";
    private final StreamPasses passes;
    private final RevokedPasses revoked;
    private final IdentityProperties properties;
    private final Clock clock;

    IdentityController(StreamPasses passes, RevokedPasses revoked, IdentityProperties properties, Clock clock) {
        this.passes = passes;
        this.revoked = revoked;
        this.properties = properties;
        this.clock = clock;
    }

    /** @param id as it stands in bookings and events */
    record Me(String id, Set<String> roles, Instant expiresAt) {}

    record SignIn(String issuer, String clientId, String scope) {}

    record Pass(Instant expiresAt) {}

    @GetMapping("/api/me")
    @Operation(summary = "Who the token speaks of")
    @ApiResponse(responseCode = "200", description = "The caller, by the opaque id that bookings and events have of them")
    ResponseEntity<Me> me(Caller caller) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore())
                .body(new Me(caller.id(), caller.roles().stream().map(role -> role.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toCollection(java.util.TreeSet::new)), caller.expiresAt()));
    }

    @GetMapping("/api/sign-in")
    @Operation(summary = "Where to sign in", description = "The issuer, whose discovery document names its endpoints, and the "
            + "public client of the page: authorization code with PKCE.")
    @ApiResponse(responseCode = "200", description = "The issuer")
    SignIn signIn() {
        return new SignIn(properties.issuer().toString(), properties.pageClientId(), "openid profile");
    }

    @PutMapping("/api/stream-pass")
    @Operation(summary = "A pass for streams", description = "For browsers, whose EventSource cannot send a token: sets the "
            + "cookie " + COOKIE
            + ", with which this browser may open the caller's streams, and nothing else, until it "
            + "expires with the token or is given back. HttpOnly, SameSite=Strict.")
    @ApiResponse(responseCode = "200", description = "The cookie is set")
    ResponseEntity<Pass> pass(Caller caller) {
        var issued = passes.issue(caller);
        return ResponseEntity.ok().cacheControl(CacheControl.noStore())
                .header(HttpHeaders.SET_COOKIE,
                        cookie(issued.text(), Duration.between(clock.instant(), issued.expiresAt())))
                .body(new Pass(issued.expiresAt()));
    }

    @DeleteMapping("/api/stream-pass")
    @Operation(summary = "Give the pass back", description = "It opens nothing any more, and what it has opened ends, here at "
            + "once and at other instances within some two seconds. Without a pass this changes nothing.")
    @ApiResponse(responseCode = "204", description = "The cookie is removed")
    Mono<ResponseEntity<Void>> giveBack(
            @CookieValue(name = COOKIE, required = false) @Parameter(hidden = true) @Nullable String pass) {
        var known = pass == null ? java.util.Optional.<Caller>empty() : passes.open(pass);
        return Mono.justOrEmpty(known).flatMap(this::revoke).thenReturn(ResponseEntity.noContent()
                .header(HttpHeaders.SET_COOKIE, cookie("", Duration.ZERO)).build());
    }

    private Mono<Void> revoke(Caller caller) {
        var pass = caller.pass();
        return pass == null ? Mono.empty() : revoked.revoke(pass, caller.expiresAt());
    }

    private String cookie(String value, Duration maxAge) {
        return ResponseCookie.from(COOKIE, value).httpOnly(true).sameSite("Strict").secure(properties.securePass())
                .path(PATH).maxAge(maxAge).build().toString();
    }
}
