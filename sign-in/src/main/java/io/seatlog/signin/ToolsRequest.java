package io.seatlog.signin;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;

/** Whom the tools want a token for: the two parameters that they add to a client-credentials request. */
record ToolsRequest(String subject, Set<Role> roles) {
    static final String SUBJECT = "subject";
    static final String ROLE = "role";

    /**
     * @param parameters of the form, each a String, or a String[] when it came several times
     * @throws OAuth2AuthenticationException {@code invalid_request} that names the parameter
     */
    static ToolsRequest of(Map<String, Object> parameters) {
        var subjects = values(parameters.get(SUBJECT));
        if (subjects.size() != 1 || !SignInProperties.SUBJECT.matcher(subjects.getFirst()).matches()) {
            throw invalid(SUBJECT + " must be sent once and match " + SignInProperties.SUBJECT.pattern());
        }
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (var value : values(parameters.get(ROLE))) {
            for (var word : value.strip().split(" +")) {
                var role = Role.ofClaim(word);
                if (role == null) {
                    throw invalid(ROLE + " must be buyer, organizer or operator");
                }
                roles.add(role);
            }
        }
        return new ToolsRequest(subjects.getFirst(), roles.isEmpty() ? EnumSet.of(Role.BUYER) : roles);
    }

    private static List<String> values(@Nullable Object parameter) {
        return switch (parameter) {
            case null -> List.of();
            case String[] several -> Arrays.asList(several);
            default -> List.of(parameter.toString());
        };
    }

    private static OAuth2AuthenticationException invalid(String description) {
        return new OAuth2AuthenticationException(new OAuth2Error(OAuth2ErrorCodes.INVALID_REQUEST, description, null));
    }
}
