package io.seatlog.embedded.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BooksTest {
    @TempDir
    Path folder;

    @Test
    void shouldComeBackAsTheyWere() {
        List<Payment> before;
        Totals totals;
        try (var books = new Books(folder)) {
            for (PaymentMethod method : PaymentMethod.values()) {
                books.authorize(UUID.randomUUID(), order(method));
                UUID captured = UUID.randomUUID();
                books.authorize(captured, order(method));
                books.capture(captured);
            }
            UUID refunded = authorized(books);
            books.capture(refunded);
            books.refund(refunded);
            books.release(authorized(books));
            books.release(UUID.randomUUID());
            before = books.page(null, 100);
            totals = books.totals();
        }

        try (var books = new Books(folder)) {
            assertThat(before).hasSize(17);
            assertThat(books.page(null, 100)).isEqualTo(before);
            assertThat(books.totals()).isEqualTo(totals);
        }
    }

    @Test
    void shouldCutATornLastLine() throws Exception {
        UUID first;
        UUID torn;
        try (var books = new Books(folder)) {
            first = authorized(books);
            torn = authorized(books);
        }
        byte[] whole = Files.readAllBytes(journal());
        int line = indexOfNewline(whole) + 1;

        for (int length = line; length < whole.length; length++) {
            Files.write(journal(), Arrays.copyOf(whole, length));
            try (var books = new Books(folder)) {
                assertThat(books.find(first)).isPresent();
                assertThat(books.find(torn)).isEmpty();
                assertThat(Files.size(journal())).isEqualTo(line);
            }
        }
        UUID next;
        try (var books = new Books(folder)) {
            next = authorized(books);
        }
        try (var books = new Books(folder)) {
            assertThat(books.page(null, 10)).extracting(Payment::id).containsExactlyInAnyOrder(first, next);
        }
    }

    @Test
    void shouldNotStartOnADamagedLine() throws Exception {
        try (var books = new Books(folder)) {
            authorized(books);
        }
        Files.writeString(journal(), "{\"id\":\"nobody\"}\n", StandardOpenOption.APPEND);

        assertThatThrownBy(() -> new Books(folder)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void shouldBelongToOneProvider() {
        try (var books = new Books(folder)) {
            assertThatThrownBy(() -> new Books(folder)).isInstanceOf(IllegalStateException.class);
            assertThat(books.find(authorized(books))).isPresent();
        }
        try (var books = new Books(folder)) {
            assertThat(books.totals().payments()).isEqualTo(1);
        }
    }

    @Test
    void shouldChangeNothingThatIsNotInTheJournal() {
        var books = new Books(folder);
        UUID id = authorized(books);
        books.close();

        assertThatThrownBy(() -> books.capture(id)).isInstanceOf(UncheckedIOException.class);

        assertThat(books.find(id)).get().extracting(Payment::status).isEqualTo(Status.AUTHORIZED);
        assertThat(books.totals().captured().count()).isZero();
    }

    @Test
    void shouldTakeNoNewPaymentWhenFull() {
        try (var books = new Books(folder, 2)) {
            UUID first = authorized(books);
            UUID second = authorized(books);

            assertThat(books.authorize(UUID.randomUUID(), order(PaymentMethod.VISA))).isEqualTo(new Outcome.Full());
            assertThat(books.release(UUID.randomUUID())).isEqualTo(new Outcome.Full());
            assertThat(books.capture(first)).isInstanceOf(Outcome.Done.class);
            assertThat(books.release(second)).isInstanceOf(Outcome.Done.class);
            assertThat(books.totals().payments()).isEqualTo(2);
        }
    }

    @Test
    void shouldPageInTheOrderOfTheText() {
        try (var books = new Books(folder)) {
            for (int i = 0; i < 50; i++) {
                authorized(books);
            }

            List<String> paged = new ArrayList<>();
            for (List<Payment> page = books.page(null, 7); !page.isEmpty(); page = books.page(page.getLast().id(),
                    7)) {
                page.forEach(payment -> paged.add(payment.id().toString()));
            }

            assertThat(paged).hasSize(50).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldLetExactlyOneOfCaptureAndVoidWin() throws Exception {
        try (var books = new Books(folder); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<UUID> ids = Stream.generate(() -> authorized(books)).limit(200).toList();

            int captured = 0;
            for (UUID id : ids) {
                List<Outcome> outcomes = atOnce(threads, id, List.of(books::capture, books::release));
                assertThat(outcomes).filteredOn(Outcome.Done.class::isInstance).hasSize(1);
                captured += outcomes.getFirst() instanceof Outcome.Done ? 1 : 0;
            }

            assertThat(books.totals()).isEqualTo(new Totals(200, Totals.Sum.NONE,
                    new Totals.Sum(captured, captured * 4_500L), Totals.Sum.NONE));
        }
    }

    @Test
    void shouldMoveMoneyOnceHoweverOftenItIsAskedFor() throws Exception {
        try (var books = new Books(folder); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            UUID id = UUID.randomUUID();
            Function<UUID, Outcome> authorize = payment -> books.authorize(payment, order(PaymentMethod.VISA));

            for (Function<UUID, Outcome> call : List.<Function<UUID, Outcome>>of(authorize, books::capture,
                    books::refund)) {
                List<Outcome> outcomes = atOnce(threads, id, Collections.nCopies(20, call));

                assertThat(outcomes).allMatch(Outcome.Done.class::isInstance);
                assertThat(outcomes).filteredOn(outcome -> outcome.change().isPresent()).hasSize(1);
            }
            assertThat(Files.readAllLines(journal())).hasSize(3);
        }
    }

    private static List<Outcome> atOnce(ExecutorService threads, UUID id, List<Function<UUID, Outcome>> calls)
            throws Exception {
        var start = new CountDownLatch(1);
        List<Future<Outcome>> running = new ArrayList<>();
        for (Function<UUID, Outcome> call : calls) {
            running.add(threads.submit(() -> {
                start.await();
                return call.apply(id);
            }));
        }
        start.countDown();
        List<Outcome> outcomes = new ArrayList<>();
        for (Future<Outcome> one : running) {
            outcomes.add(one.get());
        }
        return outcomes;
    }

    private static UUID authorized(Books books) {
        UUID id = UUID.randomUUID();
        books.authorize(id, order(PaymentMethod.VISA));
        return id;
    }

    private static Order order(PaymentMethod method) {
        return new Order(4_500, Currency.getInstance("EUR"), method, Merchant.BOOKING);
    }

    private static int indexOfNewline(byte[] bytes) {
        int at = 0;
        while (bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    private Path journal() {
        return folder.resolve("payments.jsonl");
    }
}
