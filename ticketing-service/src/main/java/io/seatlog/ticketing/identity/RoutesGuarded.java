package io.seatlog.ticketing.identity;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/** Keeps the service from starting with a route of the API that {@link Access} does not know: nobody would guard it. */
@Component
final class RoutesGuarded implements SmartInitializingSingleton {
    private final RequestMappingHandlerMapping routes;

    RoutesGuarded(@Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping routes) {
        this.routes = routes;
    }

    @Override
    public void afterSingletonsInstantiated() {
        routes.getHandlerMethods().forEach((route, method) -> {
            for (var path : route.getPatternsCondition().getPatterns()) {
                if (path.getPatternString().startsWith("/api/") && !isGuarded(path, route)) {
                    throw new IllegalStateException("Access has no rule for " + route + " of " + method);
                }
            }
        });
    }

    private static boolean isGuarded(PathPattern path,
            org.springframework.web.reactive.result.method.RequestMappingInfo route) {
        var methods = route.getMethodsCondition().getMethods();
        return !methods.isEmpty() && methods.stream().allMatch(method -> Access.RULES.stream().anyMatch(
                rule -> rule.method().equals(HttpMethod.valueOf(method.name()))
                        && rule.path().getPatternString().equals(path.getPatternString())));
    }
}
