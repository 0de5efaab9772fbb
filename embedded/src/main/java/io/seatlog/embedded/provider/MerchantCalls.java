package io.seatlog.embedded.provider;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Does what a merchant asks for, well or, where a rule says so, badly. */
final class MerchantCalls {

    /** @param news null when there is nothing to tell, or nobody to tell it to */
    private record Result(Outcome outcome, @Nullable WebhookEvent news) {}

    private final Books books;
    private final Control control;
    private final Webhooks webhooks;

    MerchantCalls(Books books, Control control, Webhooks webhooks) {
        this.books = books;
        this.control = control;
        this.webhooks = webhooks;
    }

    void serve(Exchange exchange, Call call) throws InterruptedException {
        Optional<Rule> rule = control.rules().take(call);
        if (rule.isPresent()) {
            serve(exchange, call, rule.get().effect(), rule.get().millis());
        } else {
            plainly(exchange, call);
        }
    }

    private void serve(Exchange exchange, Call call, Effect effect, long millis) throws InterruptedException {
        switch (effect) {
            case DELAY -> {
                Thread.sleep(millis);
                plainly(exchange, call);
            }
            case ERROR -> exchange.answer(500, Json.error("internal_error"));
            case LOST -> {
                Result result = execute(call);
                exchange.drop();
                tell(result, 0);
            }
            case IGNORED -> exchange.drop();
            case LATE -> {
                exchange.drop();
                Thread.sleep(millis);
                tell(execute(call), 0);
            }
            case HOLD_BEFORE -> {
                if (held(exchange, call, HeldCalls.Phase.BEFORE)) {
                    plainly(exchange, call);
                }
            }
            case HOLD_AFTER -> {
                Result result = execute(call);
                tell(result, 0);
                if (held(exchange, call, HeldCalls.Phase.AFTER)) {
                    answer(exchange, result);
                }
            }
            case DUPLICATE -> {
                Result result = plainly(exchange, call);
                tell(result, 0);
            }
            case WEBHOOK_FIRST -> {
                Result result = execute(call);
                if (result.news() != null) {
                    webhooks.sendAndAwait(result.news());
                }
                answer(exchange, result);
            }
            case WEBHOOK_LATE -> {
                Result result = execute(call);
                answer(exchange, result);
                tell(result, millis);
            }
            case WEBHOOK_NONE -> answer(exchange, execute(call));
        }
    }

    private Result plainly(Exchange exchange, Call call) {
        Result result = execute(call);
        answer(exchange, result);
        tell(result, 0);
        return result;
    }

    /** A provider that has died meanwhile does not answer what it has done. */
    private void answer(Exchange exchange, Result result) {
        if (control.settings().down()) {
            exchange.drop();
        } else {
            Answers.give(exchange, result.outcome());
        }
    }

    private boolean held(Exchange exchange, Call call, HeldCalls.Phase phase) throws InterruptedException {
        boolean held = control.held().hold(call, phase);
        if (!held) {
            exchange.answer(503, Json.error("too_many_held"));
        }
        return held;
    }

    private void tell(Result result, long delayMillis) {
        if (result.news() != null) {
            webhooks.send(result.news(), delayMillis);
        }
    }

    private Result execute(Call call) {
        Outcome outcome = switch (call.operation()) {
            case AUTHORIZE -> books.authorize(call.payment(), Objects.requireNonNull(call.order()));
            case ASK -> books.ask(call.payment());
            case CAPTURE -> books.capture(call.payment());
            case VOID -> books.release(call.payment());
            case REFUND -> books.refund(call.payment());
        };
        return new Result(outcome, webhooks.news(outcome).orElse(null));
    }
}
