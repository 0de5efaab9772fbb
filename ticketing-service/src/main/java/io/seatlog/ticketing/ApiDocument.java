package io.seatlog.ticketing;

import io.seatlog.ticketing.identity.Access;
import io.seatlog.ticketing.identity.Caller;
import io.seatlog.ticketing.problem.ProblemSchema;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.links.Link;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The OpenAPI document: what the annotations cannot say once for all. */
@Configuration(proxyBeanMethods = false)
class ApiDocument {
    private static final String DESCRIPTION = """
            Sells numbered seats. A booking is accepted (202) as soon as it is durably in its line, and decided in the \
            order of that line; the result is told by a stream or by GET.

            Times are ISO 8601 in UTC with milliseconds, money is in integer minor units with an ISO 4217 currency. \
            Unknown fields of a request are refused, unknown query parameters ignored; fields without a value are left \
            out, and null in a request is as good as left out. Bodies have at most 16 KiB. Failures are RFC 9457 problems whose type and code are stable; the \
            descriptions of the 4xx and 5xx answers name the codes. What is no proper HTTP is refused without a body. 429 and 503 carry Retry-After; RateLimit and \
            RateLimit-Policy tell a caller how much is left. What is somebody else's is answered as what does not exist.""";

    private static final String TOKEN = "token";
    private static final String PASS = "streamPass";
    private static final Map<String, String> COMMON = Map.of("400", "invalid-request", "406", "not-acceptable", "429",
            "too-many-requests: of one caller; on streams too-many-streams", "500",
            "internal", "503", "overloaded, store-unavailable");
    private static final Map<String, String> OF_BODIES = Map.of("413", "body-too-large", "415",
            "unsupported-media-type");
    private static final Schema<?> SECONDS = new JsonSchema().typesItem("integer").minimum(BigDecimal.ONE);
    private static final String REFUSED_TOKEN = "identity-required, token-invalid";

    static {
        // Comes from the token, not from the request.
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class);
    }

    @Bean
    RecordSchemas recordSchemas() {
        return new RecordSchemas();
    }

    @Bean
    OpenAPI seatlogApi() {
        return new OpenAPI().info(new Info().title("Seatlog").version("1").description(DESCRIPTION)
                .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
                .components(new Components()
                        .addSecuritySchemes(TOKEN, new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer")
                                .bearerFormat("JWT")
                                .description("An access token of the issuer that /api/sign-in names"))
                        .addSecuritySchemes(PASS, new SecurityScheme().type(SecurityScheme.Type.APIKEY)
                                .in(SecurityScheme.In.COOKIE).name("seatlog-stream")
                                .description("For EventSource in browsers, which cannot send a token; set by PUT of "
                                        + "/api/stream-pass, opens streams and nothing else")));
    }

    /** Refused by the server before it is a request to anybody, so without a body. */
    private static final Map<String, String> UNREAD = Map.of("414", "The address is too long: first line 4 KiB", "431",
            "The headers are too long: 8 KiB");

    /** Every failure is a problem, and some can happen to every call. */
    @Bean
    OpenApiCustomizer problems() {
        return api -> {
            whoMay(api);
            afterAcceptance(api);
            ProblemSchema.schemas().forEach(api.getComponents()::addSchemas);
            api.getPaths().forEach((path, item) -> item.readOperations().forEach(operation -> {
                identify(path, operation);
                var responses = operation.getResponses();
                COMMON.forEach((status, codes) -> responses.computeIfAbsent(status,
                        _ -> new ApiResponse().description(codes)));
                if (path.contains("{")) {
                    responses.computeIfAbsent("404", _ -> new ApiResponse().description("event-unknown"));
                }
                if (operation.getRequestBody() != null) {
                    OF_BODIES.forEach((status, codes) -> responses.computeIfAbsent(status,
                            _ -> new ApiResponse().description(codes)));
                }
                responses.entrySet().stream().filter(response -> response.getKey().charAt(0) >= '4')
                        .forEach(response -> problem(response.getKey(), response.getValue()));
                UNREAD.forEach((status, why) -> responses.addApiResponse(status, new ApiResponse().description(why)));
            }));
        };
    }

    /** What {@link Access} says of every call. */
    private static void whoMay(OpenAPI api) {
        Access.RULES.forEach(rule -> {
            var path = Objects.requireNonNull(api.getPaths().get(rule.path().getPatternString()));
            var operation = Objects.requireNonNull(
                    path.readOperationsMap().get(PathItem.HttpMethod.valueOf(rule.method().name())));
            var responses = operation.getResponses();
            responses.computeIfAbsent("401",
                    _ -> new ApiResponse().description(rule.isPublic() ? "token-invalid" : REFUSED_TOKEN));
            if (rule.isPublic()) {
                operation.setSecurity(List.of());
                return;
            }
            responses.computeIfAbsent("403", _ -> new ApiResponse().description("role-required"));
            responses.computeIfPresent("503", (_, response) -> response
                    .description(
                            response.getDescription() + "; identity-unavailable: the issuer's keys cannot be had"));
            operation.addSecurityItem(new SecurityRequirement().addList(TOKEN));
            if (rule.takesPass()) {
                operation.addSecurityItem(new SecurityRequirement().addList(PASS));
            }
            var roles = rule.roles().stream().map(role -> role.name().toLowerCase(Locale.ROOT)).sorted().toList();
            operation.setDescription(Stream.of(operation.getDescription(), "Roles: " + String.join(", ", roles) + ".")
                    .filter(Objects::nonNull).collect(Collectors.joining(" ")));
        });
    }

    /** What an id in a path is the id of, and its form. */
    private static void identify(String path, Operation operation) {
        var of = path.startsWith("/api/events/") ? "The event's id" : "The booking's id";
        Stream.ofNullable(operation.getParameters()).flatMap(List::stream)
                .filter(parameter -> "path".equals(parameter.getIn()) && "id".equals(parameter.getName()))
                .forEach(id -> id.description(of).getSchema().format("uuid"));
    }

    /** What can be done with an accepted request, before it is decided and after. */
    private static void afterAcceptance(OpenAPI api) {
        var book = Objects.requireNonNull(api.getPaths().get("/api/bookings")).getPost();
        var accepted = Objects.requireNonNull(book.getResponses().get("202"));
        Stream.of("booking", "bookingStream", "pay", "cancelBooking").forEach(operation -> accepted.link(operation,
                new Link().operationId(operation).parameters("id", "$response.body#/id").parameters("receipt",
                        "$response.body#/receipt")));
    }

    private static void problem(String status, ApiResponse response) {
        switch (status) {
            case "401" -> response.addHeaderObject("WWW-Authenticate", header("Bearer, and what is wrong with it"));
            case "429", "503" -> response.addHeaderObject("Retry-After", header("Whole seconds").schema(SECONDS));
            default -> {
            }
        }
        response.setContent(new Content().addMediaType("application/problem+json",
                new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"))));
    }

    private static Header header(String description) {
        return new Header().description(description).required(true).schema(new JsonSchema().typesItem("string"));
    }
}
