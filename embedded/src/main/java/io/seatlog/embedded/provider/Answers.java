package io.seatlog.embedded.provider;

/** What came of a call, as HTTP. */
final class Answers {

    private Answers() {}

    static void give(Exchange exchange, Outcome outcome) {
        switch (outcome) {
            case Outcome.Done(var payment, _) -> exchange.answer(200, PaymentJson.standing(payment));
            case Outcome.Refused(var payment, _, var error) ->
                exchange.answer(409, PaymentJson.standing(payment).put("error", error));
            case Outcome.IdReused _ -> exchange.answer(409, Json.error("id_reused"));
            case Outcome.Unknown _ -> exchange.answer(404, Json.error("unknown_payment"));
            case Outcome.Full _ -> exchange.answer(503, Json.error("books_full"));
        }
    }
}
