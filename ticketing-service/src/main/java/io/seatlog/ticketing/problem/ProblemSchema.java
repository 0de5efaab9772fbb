package io.seatlog.ticketing.problem;

import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Problems for the OpenAPI document, with every code there is. */
public final class ProblemSchema {
    private ProblemSchema() {}

    @SuppressWarnings("rawtypes") // as the library has it
    public static Map<String, Schema> schemas() {
        var schemas = ModelConverters.getInstance(true).readAll(Problem.class);
        var code = new StringSchema();
        Arrays.stream(ProblemType.values()).map(ProblemType::code).forEach(code::addEnumItem);
        code.description(Arrays.stream(ProblemType.values())
                .map(type -> type.code() + " (" + type.status() + "): " + type.title())
                .collect(Collectors.joining("; ")));
        Objects.requireNonNull(schemas.get("Problem")).getProperties().put("code", code);
        return schemas;
    }
}
