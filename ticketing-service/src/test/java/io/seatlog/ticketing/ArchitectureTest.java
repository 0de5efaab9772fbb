package io.seatlog.ticketing;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.seatlog.ticketing.payment.BookingFacts;
import io.seatlog.ticketing.payment.LogUncertainException;
import io.seatlog.ticketing.payment.Payment;
import io.seatlog.ticketing.payment.PaymentLog;
import io.seatlog.ticketing.payment.PaymentPorts;
import io.seatlog.ticketing.payment.PaymentRows;
import io.seatlog.ticketing.payment.PaymentState;
import io.seatlog.ticketing.payment.PaymentTurn;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** The shape that the design asks for, so that it cannot drift unseen. */
class ArchitectureTest {
    private static final String BASE = "io.seatlog.ticketing";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(BASE);

    @Test
    void packagesHaveNoCycles() {
        slices().matching(BASE + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void problemsAndBlockingKnowNoFeature() {
        noClasses().that().resideInAnyPackage(BASE + ".problem", BASE + ".blocking", BASE + ".identity").should()
                .dependOnClassesThat().resideInAnyPackage(BASE + ".booking..", BASE + ".catalog..", BASE + ".updates..",
                        BASE + ".seatmap..", BASE + ".log..")
                .check(CLASSES);
    }

    @Test
    void onlyTheStoresSpeakSql() {
        classes().that(describe("use JdbcTemplate", ArchitectureTest::usesJdbc))
                .should(beNamedAmong("Bookings", "DueCancellations", "EventChanges", "EventReader", "EventStore",
                        "Positions", "PostgresMaps", "PostgresPayments", "RevokedPasses", "IdentityConfiguration",
                        "SalesRows", "Erasure", "ErasureMode", "Obstacles", "Payments"))
                .check(CLASSES);
    }

    @Test
    void nothingSleepsOrBlocksOnAReactiveType() {
        noClasses().that().doNotHaveSimpleName("Openings").and().doNotHaveSimpleName("CancellationSweep").and()
                .doNotHaveSimpleName("PaymentWorker").and().doNotHaveSimpleName("KafkaPaymentLog").should()
                .callMethod(Mono.class, "block")
                .orShould().callMethod(Mono.class, "block", Duration.class).orShould()
                .callMethod(Thread.class, "sleep", long.class).check(CLASSES);
    }

    /** A simulator drives these classes: what they know of the world they know through ports. */
    @Test
    void aPaymentsTurnKnowsNoSpringNorReactor() {
        noClasses().that().resideInAPackage(BASE + ".payment.memory..").or()
                .belongToAnyOf(PaymentTurn.class, PaymentPorts.class, PaymentRows.class, BookingFacts.class,
                        PaymentLog.class, LogUncertainException.class, Payment.class, PaymentState.class)
                .or().haveNameMatching(".*\\.payment\\.(Backoff|FreeOfCharge|Next(\\$.*)?|PaymentRules)").should()
                .dependOnClassesThat().resideInAnyPackage("org.springframework..", "reactor..", "io.micrometer..",
                        "org.apache.kafka..", "io.github.resilience4j..")
                .check(CLASSES);
    }

    @Test
    void nothingInProductionKeepsItsDataInMemoryOnly() {
        noClasses().that().resideOutsideOfPackage("..memory..").should().dependOnClassesThat()
                .resideInAPackage("..memory..").check(CLASSES);
    }

    @Test
    void controllersAndConfigurationsAreNobodysToCall() {
        classes().that().haveSimpleNameEndingWith("Controller").or().haveSimpleNameEndingWith("Configuration").should()
                .bePackagePrivate().check(CLASSES);
    }

    private static boolean usesJdbc(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .anyMatch(one -> one.getTargetClass().getName().endsWith(".JdbcTemplate"));
    }

    private static ArchCondition<JavaClass> beNamedAmong(String... names) {
        var allowed = Set.of(names);
        return new ArchCondition<>("be one of " + allowed) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                events.add(new SimpleConditionEvent(type, allowed.contains(type.getSimpleName()),
                        type.getName() + " speaks SQL"));
            }
        };
    }
}
