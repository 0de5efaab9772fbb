package io.seatlog.ticketing;

import io.seatlog.ticketing.problem.ProblemSchema;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Map;
import org.springdoc.core.customizers.OpenApiCustomizer;
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
            out. Bodies have at most 16 KiB. Failures are RFC 9457 problems whose type and code are stable; the \
            descriptions of the 4xx and 5xx answers name the codes. 429 and 503 carry Retry-After.""";

    private static final Map<String, String> COMMON = Map.of("400", "invalid-request", "406", "not-acceptable", "500",
            "internal", "503", "overloaded, store-unavailable");

    @Bean
    OpenAPI seatlogApi() {
        return new OpenAPI().info(new Info().title("Seatlog").version("1").description(DESCRIPTION)
                .license(new License().name("Apache-2.0").identifier("Apache-2.0")));
    }

    /** Every failure is a problem, and some can happen to every call. */
    @Bean
    OpenApiCustomizer problems() {
        return api -> {
            ProblemSchema.schemas().forEach(api.getComponents()::addSchemas);
            api.getPaths().forEach((path, item) -> item.readOperations().forEach(operation -> {
                var responses = operation.getResponses();
                COMMON.forEach((status, codes) -> responses.computeIfAbsent(status,
                        _ -> new ApiResponse().description(codes)));
                if (path.contains("{")) {
                    responses.computeIfAbsent("404", _ -> new ApiResponse().description("event-unknown"));
                }
                responses.entrySet().stream().filter(response -> response.getKey().charAt(0) >= '4')
                        .forEach(response -> problem(response.getValue()));
            }));
        };
    }

    private static void problem(ApiResponse response) {
        response.setContent(new Content().addMediaType("application/problem+json",
                new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"))));
    }
}
