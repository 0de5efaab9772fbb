package io.seatlog.ticketing.booking;

import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.util.List;
import java.util.Objects;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** For the OpenAPI document: which fields of a {@link BookingRequest} belong to which selection. */
@Configuration(proxyBeanMethods = false)
class BookingSchema {
    @Bean
    OpenApiCustomizer selections() {
        return api -> {
            Schema<?> request = Objects.requireNonNull(api.getComponents().getSchemas().get("NewBooking"));
            request.oneOf(List.of(
                    selection("BEST_AVAILABLE", "quantity", "integer").addProperty("seats", ofType("null")),
                    selection("MANUAL", "seats", "array")));
        };
    }

    private static Schema<?> selection(String name, String needed, String type) {
        return new JsonSchema().title(name).addProperty("selection", new JsonSchema()._const(name))
                .addProperty(needed, ofType(type)).required(List.of(needed));
    }

    private static Schema<?> ofType(String type) {
        return new JsonSchema().typesItem(type);
    }
}
