package io.seatlog.ticketing.problem;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * RFC 9457.
 *
 * @param errors what is wrong with which field; absent unless the request is at fault
 * @param extensions further members that belong to the code
 */
@Schema(description = "RFC 9457 problem; type and code are stable. Some codes carry further members, such as id or reason.")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(@Schema(example = "urn:seatlog:problem:invalid-request") URI type, String title, int status,
        @Schema(example = "invalid-request") String code, @Nullable String detail, List<FieldError> errors,
        @Schema(description = "W3C trace id, when the request is traced") @Nullable String traceId,
        @JsonAnyGetter @Schema(hidden = true) Map<String, Object> extensions) {

    public static Problem of(ProblemException problem, @Nullable String traceId) {
        var type = problem.type();
        return new Problem(type.uri(), type.title(), type.status(), type.code(), problem.detail(), problem.errors(),
                traceId, problem.extensions());
    }
}
