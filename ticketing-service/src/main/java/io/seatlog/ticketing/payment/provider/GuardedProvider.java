package io.seatlog.ticketing.payment.provider;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Keeps calls away from a provider that does not answer, and counts them. A call that is kept away is one without an
 * answer, like any other; whoever can refuse before there is a payment asks {@link #isOpen()} first. Thread-safe.
 */
public final class GuardedProvider implements PaymentProvider {
    private final PaymentProvider provider;
    private final CircuitBreaker circuit;
    private final Bulkhead bulkhead;
    private final ProviderMeters meters;

    GuardedProvider(PaymentProvider provider, GuardSettings settings, MeterRegistry registry) {
        this.provider = provider;
        circuit = CircuitBreaker.of("payment-provider", settings.circuit());
        bulkhead = Bulkhead.of("payment-provider", settings.bulkhead());
        meters = new ProviderMeters(circuit, bulkhead, registry);
    }

    /** For no provider at all: open for ever. */
    static GuardedProvider none(MeterRegistry registry) {
        var none = new GuardedProvider(new NoPayments(), GuardSettings.standard(1), registry);
        none.circuit.transitionToForcedOpenState();
        return none;
    }

    /** Whether a call would now be kept away; false while a few are let through to see. */
    public boolean isOpen() {
        var state = circuit.getState();
        return state == State.OPEN || state == State.FORCED_OPEN;
    }

    @Override
    public Standing authorize(Order order) {
        return guard("authorize", () -> provider.authorize(order));
    }

    @Override
    public Standing ask(Order order) {
        return guard("ask", () -> provider.ask(order));
    }

    @Override
    public Standing capture(Order order) {
        return guard("capture", () -> provider.capture(order));
    }

    @Override
    public Standing release(Order order) {
        return guard("release", () -> provider.release(order));
    }

    @Override
    public Standing refund(Order order) {
        return guard("refund", () -> provider.refund(order));
    }

    @Override
    public Optional<UUID> webhook(byte[] body, String signature) {
        return provider.webhook(body, signature);
    }

    @Override
    public String signatureHeader() {
        return provider.signatureHeader();
    }

    /** The bulkhead outside, so that a call which finds it full is neither a failure nor one of the half-open ones. */
    private Standing guard(String operation, Supplier<Standing> call) {
        var timed = meters.start();
        try {
            var standing = bulkhead.executeSupplier(() -> circuit.executeSupplier(call));
            timed.end(operation, standing.status());
            return standing;
        } catch (CallNotPermittedException open) {
            timed.kept(operation);
            throw ProviderUnavailableException.notAsked("The circuit to the payment provider is open");
        } catch (BulkheadFullException full) {
            timed.kept(operation);
            throw ProviderUnavailableException.notAsked("Too many calls to the payment provider are under way");
        } catch (ProviderUnavailableException unanswered) {
            timed.unanswered(operation);
            throw unanswered;
        }
    }
}
