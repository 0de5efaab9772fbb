package io.seatlog.ticketing.problem;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.dao.DataAccessException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.MissingRequestValueException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebInputException;
import reactor.netty.channel.AbortedException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says which problem any failure is. */
final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final int MAX_CAUSES = 10;

    private Problems() {}

    static ProblemException of(Throwable failure) {
        return switch (failure) {
            case ProblemException problem -> problem;
            case DataBufferLimitException _ -> tooLarge();
            case ResponseStatusException refused -> refused(refused);
            case DataAccessException store -> unavailable(store);
            case SQLException store -> unavailable(store);
            case TimeoutException store -> unavailable(store);
            // Nobody hears it.
            case AbortedException _ -> ProblemException.of(ProblemType.REQUEST_REFUSED, "The connection ended.");
            default -> internal(failure);
        };
    }

    private static ProblemException refused(ResponseStatusException refused) {
        return switch (refused) {
            case MissingRequestValueException missing -> ProblemException.invalid(missing.getName(), "is required");
            case ServerWebInputException input -> input(input);
            default -> byStatus(refused);
        };
    }

    private static ProblemException byStatus(ErrorResponse refused) {
        int status = refused.getStatusCode().value();
        var detail = status == 404 ? "No resource has this path." : refused.getBody().getDetail();
        var type = switch (status) {
            case 404 -> ProblemType.NOT_FOUND;
            case 405 -> ProblemType.METHOD_NOT_ALLOWED;
            case 406 -> ProblemType.NOT_ACCEPTABLE;
            case 413 -> ProblemType.BODY_TOO_LARGE;
            case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
            default -> status < 500 ? ProblemType.REQUEST_REFUSED : ProblemType.INTERNAL;
        };
        return ProblemException.of(type, detail == null ? type.title() + "." : detail);
    }

    private static ProblemException input(ServerWebInputException input) {
        Throwable cause = input;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++, cause = cause.getCause()) {
            if (cause instanceof DataBufferLimitException) {
                return tooLarge();
            }
            if (cause instanceof JacksonException json) {
                return json(json);
            }
        }
        var parameter = input.getMethodParameter();
        var name = parameter == null ? null : parameter.getParameterName();
        return ProblemException.invalid(name == null || input.getCause() instanceof DecodingException ? "body" : name,
                input.getCause() == null ? "is required" : "has the wrong form");
    }

    /** Jackson's own messages name classes; these name fields. */
    private static ProblemException json(JacksonException json) {
        return switch (json) {
            case StreamReadException broken when broken.getOriginalMessage().startsWith("Duplicate") ->
                ProblemException.invalid("body", "has a field twice" + at(broken));
            case InputCoercionException number ->
                ProblemException.invalid(path(number), "has the wrong type or value");
            case StreamReadException broken -> ProblemException.invalid("body", "is not JSON" + at(broken));
            case UnrecognizedPropertyException unknown ->
                ProblemException.invalid(path(unknown), "is not a known field");
            default -> ProblemException.invalid(path(json), "has the wrong type or value");
        };
    }

    private static String at(JacksonException json) {
        var place = json.getLocation();
        return place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
    }

    private static String path(JacksonException json) {
        List<JacksonException.Reference> path = json.getPath();
        return path.isEmpty()
                ? "body"
                : path.stream()
                        .map(step -> step.getPropertyName() == null
                                ? "[" + step.getIndex() + "]"
                                : "." + step.getPropertyName())
                        .collect(Collectors.joining()).replaceFirst("^\\.", "");
    }

    private static ProblemException tooLarge() {
        return ProblemException.of(ProblemType.BODY_TOO_LARGE, "A body may have 16 KiB.");
    }

    private static ProblemException unavailable(Exception store) {
        LOG.warn("A store does not answer: {}", store.toString());
        return ProblemException.of(ProblemType.STORE_UNAVAILABLE, "Try again.").retryAfter(RETRY_AFTER);
    }

    private static ProblemException internal(Throwable failure) {
        LOG.error("Unexpected failure", failure);
        return ProblemException.of(ProblemType.INTERNAL, "It has been logged.");
    }
}
