package io.seatlog.localstack;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test needs a program on the PATH. Where it is missing the test is skipped and listed at the end of the build, unless
 * {@code -Dseatlog.tools.required=true}, as CI sets it: then it runs and fails.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("tools")
@ExtendWith(ToolCondition.class)
@interface RequiresTool {

    /** The program, for example {@code chromium}. */
    String value();
}
