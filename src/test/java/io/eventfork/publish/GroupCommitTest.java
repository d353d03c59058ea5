package io.eventfork.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.eventfork.event.SinkAwayException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.PublishBatchResultEntry;
import software.amazon.awssdk.services.sns.model.SnsException;

class GroupCommitTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Publisher topic = new Publisher();
    private final MeterRegistry meters = new SimpleMeterRegistry();

    private void start(String options) throws Exception {
        context.disableJMX();
        context.getRegistry().bind("meters", MeterRegistry.class, meters);
        context.getShutdownStrategy().setTimeout(60);
        context.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("group-commit:orders?" + options + patience(options))
                                .routeId("publish")
                                .process(topic);
                    }
                });
        context.start();
    }

    /** Who waits is not refused because the test is held up. */
    private static String patience(String options) {
        return options.contains("maxWait=") ? "" : "&maxWait=10m";
    }

    @AfterEach
    void stop() {
        topic.letAllPass();
        context.stop();
    }

    /** Brings an entry; the future ends when the exchange goes on. */
    private CompletableFuture<Exchange> bring(String message) throws Exception {
        AsyncProducer producer =
                (AsyncProducer) context.getEndpoint("group-commit:orders").createProducer();
        producer.start();
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage()
                .setBody(PublishBatchRequestEntry.builder().id("0").message(message).build());
        CompletableFuture<Exchange> answered = new CompletableFuture<>();
        producer.process(exchange, doneSync -> answered.complete(exchange));
        return answered;
    }

    /** Takes all of one slot, on a thread that waits with the batch for the gate. */
    private CompletableFuture<Exchange> occupySlot(String message) {
        int before = topic.batches().size();
        CompletableFuture<Exchange> answer =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return bring(message).join();
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        });
        await().until(() -> topic.batches().size() > before);
        return answer;
    }

    private List<CompletableFuture<Exchange>> bringAll(int first, int last) throws Exception {
        List<CompletableFuture<Exchange>> answers = new ArrayList<>();
        for (int n = first; n <= last; n++) {
            answers.add(bring("m" + n));
        }
        return answers;
    }

    private static Exchange answer(CompletableFuture<Exchange> caller) throws Exception {
        return caller.get(60, TimeUnit.SECONDS);
    }

    private static void assertTaken(CompletableFuture<Exchange> caller, String message)
            throws Exception {
        Exchange exchange = answer(caller);
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(PublishBatchResultEntry.class).messageId())
                .isEqualTo("id of " + message);
    }

    private static void assertAway(CompletableFuture<Exchange> caller) throws Exception {
        assertThat(answer(caller).getException()).isInstanceOf(SinkAwayException.class);
    }

    @Test
    void aFreeSlotPublishesAtOnceOnTheCallersThread() throws Exception {
        start("slots=1");
        topic.letAllPass();

        CompletableFuture<Exchange> answer = bring("a");

        assertThat(answer).isDone();
        assertTaken(answer, "a");
        assertThat(topic.threads()).containsExactly(Thread.currentThread());
        assertThat(topic.batches()).containsExactly(List.of("a"));
    }

    @Test
    void whatComesWhileAllSlotsAreBusyFormsTheNextBatchesAndHoldsNoThread() throws Exception {
        start("slots=2");
        CompletableFuture<Exchange> first = occupySlot("a");
        CompletableFuture<Exchange> second = occupySlot("b");

        List<CompletableFuture<Exchange>> waiting = bringAll(1, 13);
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        topic.letAllPass();

        assertTaken(first, "a");
        assertTaken(second, "b");
        for (int n = 1; n <= 13; n++) {
            assertTaken(waiting.get(n - 1), "m" + n);
        }
        assertThat(topic.batches())
                .containsExactlyInAnyOrder(
                        List.of("a"),
                        List.of("b"),
                        IntStream.rangeClosed(1, 10).mapToObj(n -> "m" + n).toList(),
                        List.of("m11", "m12", "m13"));
        assertThat(topic.mostAtATime()).isEqualTo(2);
        assertThat(meters.counter("eventfork.publish.requests", "name", "orders").count())
                .isEqualTo(4);
        assertThat(meters.counter("eventfork.publish.entries", "name", "orders").count())
                .isEqualTo(15);
    }

    @Test
    void aBatchIsCutByBytes() throws Exception {
        start("slots=1");
        CompletableFuture<Exchange> first = occupySlot("a");
        String half = "x".repeat(PublishEntries.MAX_BYTES / 2);

        List<CompletableFuture<Exchange>> waiting =
                List.of(bring(half), bring(half), bring("y"), bring(half));
        topic.letAllPass();

        assertTaken(first, "a");
        assertTaken(waiting.get(3), half);
        assertThat(topic.batches()).extracting(List::size).containsExactly(1, 2, 2);
    }

    @Test
    void everyCallerIsToldTheOutcomeOfItsOwnEntry() throws Exception {
        start("slots=1");
        topic.answer = GroupCommitTest::takeThreeOfFour;
        CompletableFuture<Exchange> first = occupySlot("m0");

        List<CompletableFuture<Exchange>> waiting = bringAll(1, 4);
        topic.letAllPass();

        assertTaken(first, "m0");
        assertTaken(waiting.get(0), "m1");
        assertThat(answer(waiting.get(1)).getException())
                .isInstanceOfSatisfying(
                        SnsException.class,
                        refused ->
                                assertThat(refused.awsErrorDetails().errorCode())
                                        .isEqualTo("InternalError"));
        assertAway(waiting.get(2));
        assertTaken(waiting.get(3), "m4");
    }

    /** Refuses m2 and says nothing of m3. */
    private static PublishBatchResponse takeThreeOfFour(List<PublishBatchRequestEntry> entries) {
        PublishBatchResponse.Builder answer =
                Publisher.takeAll(
                        entries.stream()
                                .filter(entry -> !entry.message().matches("m[23]"))
                                .toList())
                        .toBuilder();
        entries.stream()
                .filter(entry -> entry.message().equals("m2"))
                .forEach(
                        entry ->
                                answer.failed(
                                        BatchResultErrorEntry.builder()
                                                .id(entry.id())
                                                .code("InternalError")
                                                .senderFault(false)
                                                .build()));
        return answer.build();
    }

    @Test
    void aFailedRequestIsToldToEveryCallerAndSentNoSecondTime() throws Exception {
        start("slots=1");
        CompletableFuture<Exchange> first = occupySlot("a");
        topic.answer =
                entries -> {
                    throw SdkClientException.create("Connection reset");
                };

        List<CompletableFuture<Exchange>> waiting = bringAll(1, 3);
        topic.letAllPass();

        for (CompletableFuture<Exchange> caller : waiting) {
            assertThat(answer(caller).getException()).hasMessageContaining("Connection reset");
        }
        assertThat(answer(first).getException()).isNotNull();
        assertThat(topic.batches()).hasSize(2);
    }

    @Test
    void anErrorOfTheRouteIsToldToEveryCaller() throws Exception {
        start("slots=1");
        // Camel counts an exchange that met an error as under way for ever.
        context.getShutdownStrategy().setTimeout(1);
        CompletableFuture<Exchange> first = occupySlot("a");
        topic.answer =
                entries -> {
                    throw new StackOverflowError();
                };

        List<CompletableFuture<Exchange>> waiting = bringAll(1, 3);
        topic.letAllPass();

        assertThat(answer(first).getException()).isNotNull();
        for (CompletableFuture<Exchange> caller : waiting) {
            assertThat(answer(caller).getException()).isNotNull();
        }
    }

    @Test
    void anEntryForWhichARequestIsRefusedHarmsNoOther() throws Exception {
        start("slots=1");
        topic.answer =
                entries -> {
                    if (entries.stream().anyMatch(entry -> entry.message().equals("m2"))) {
                        throw SnsException.builder()
                                .statusCode(400)
                                .awsErrorDetails(
                                        AwsErrorDetails.builder()
                                                .errorCode("InvalidParameter")
                                                .build())
                                .build();
                    }
                    return Publisher.takeAll(entries);
                };
        CompletableFuture<Exchange> first = occupySlot("a");

        List<CompletableFuture<Exchange>> waiting = bringAll(1, 3);
        topic.letAllPass();

        assertTaken(first, "a");
        assertTaken(waiting.get(0), "m1");
        assertThat(answer(waiting.get(1)).getException()).isInstanceOf(SnsException.class);
        assertTaken(waiting.get(2), "m3");
        assertThat(topic.batches())
                .containsExactly(
                        List.of("a"),
                        List.of("m1", "m2", "m3"),
                        List.of("m1"),
                        List.of("m2"),
                        List.of("m3"));
    }

    @Test
    void oneMoreThanMayWaitIsRefusedAtOnce() throws Exception {
        start("slots=1&maxWaiting=2");
        CompletableFuture<Exchange> first = occupySlot("a");
        List<CompletableFuture<Exchange>> waiting = bringAll(1, 2);

        assertAway(bring("m3"));

        topic.letAllPass();
        assertTaken(first, "a");
        assertTaken(waiting.get(1), "m2");
    }

    @Test
    void whoHasWaitedTooLongIsRefusedAndItsEntryNotPublished() throws Exception {
        start("slots=1&maxWait=0ms");
        CompletableFuture<Exchange> first = occupySlot("a");
        List<CompletableFuture<Exchange>> waiting = bringAll(1, 12);

        topic.letAllPass();

        assertTaken(first, "a");
        for (CompletableFuture<Exchange> caller : waiting) {
            assertAway(caller);
        }
        assertThat(topic.batches()).containsExactly(List.of("a"));
        // The slot is given back a moment after the last answer.
        await().untilAsserted(() -> assertTaken(bring("b"), "b"));
    }

    @Test
    void aSuspendedRouteServesThoseWhoWaitAndOthersWaitForIt() throws Exception {
        start("slots=1");
        CompletableFuture<Exchange> first = occupySlot("a");
        List<CompletableFuture<Exchange>> waiting = bringAll(1, 2);
        GroupCommitConsumer consumer =
                (GroupCommitConsumer) context.getRoute("publish").getConsumer();

        consumer.suspend();
        CompletableFuture<Exchange> later =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return bring("b").join();
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        });
        assertThat(consumer.getPendingExchangesSize()).isEqualTo(3);
        topic.letAllPass();

        assertTaken(first, "a");
        assertTaken(waiting.get(1), "m2");
        assertThat(later).isNotDone();
        consumer.resume();
        assertTaken(later, "b");
    }

    @Test
    void aStoppedRouteRefusesThoseWhoWait() throws Exception {
        start("slots=1");
        CompletableFuture<Exchange> first = occupySlot("a");
        List<CompletableFuture<Exchange>> waiting = bringAll(1, 12);

        context.getRoute("publish").getConsumer().stop();

        for (CompletableFuture<Exchange> caller : waiting) {
            assertAway(caller);
        }
        topic.letAllPass();
        assertThat(answer(first)).as("answered, if not by its outcome").isNotNull();
    }

    @Test
    void anOrderlyStopAnswersAllWhoWaitByTheirOutcome() throws Exception {
        start("slots=1");
        CompletableFuture<Exchange> first = occupySlot("a");
        List<CompletableFuture<Exchange>> waiting = bringAll(1, 12);

        CompletableFuture<Void> stopping = CompletableFuture.runAsync(context::stop);
        await().until(context::isStopping);
        topic.letAllPass();

        stopping.get(60, TimeUnit.SECONDS);
        assertTaken(first, "a");
        for (int n = 1; n <= 12; n++) {
            assertTaken(waiting.get(n - 1), "m" + n);
        }
    }

    @Test
    void aCallerThatFailsAfterItsAnswerHarmsNoOther() throws Exception {
        start("slots=1");
        CompletableFuture<Exchange> first = occupySlot("a");
        AsyncProducer producer =
                (AsyncProducer) context.getEndpoint("group-commit:orders").createProducer();
        producer.start();
        Exchange failing = new DefaultExchange(context);
        failing.getMessage().setBody(PublishBatchRequestEntry.builder().message("m1").build());
        producer.process(
                failing,
                doneSync -> {
                    throw new LinkageError("in the caller's route");
                });
        List<CompletableFuture<Exchange>> waiting = bringAll(2, 3);
        topic.letAllPass();

        assertTaken(first, "a");
        assertTaken(waiting.get(1), "m3");
        assertTaken(bring("b"), "b");
    }

    @Test
    void whoBringsNoEntryIsRefused() throws Exception {
        start("slots=1");
        Exchange exchange =
                context.createFluentProducerTemplate().to("group-commit:orders").withBody(7).send();

        assertThat(exchange.getException()).isNotNull();
        assertThat(topic.batches()).isEmpty();
    }

    @Test
    void slotsHaveBounds() {
        assertThatThrownBy(() -> context.getEndpoint("group-commit:orders?slots=0"))
                .hasStackTraceContaining("slots is 0, and must be 1 to 100");
    }

    @Test
    void oneNameHasOneRoute() throws Exception {
        start("slots=1");

        assertThatThrownBy(
                        () ->
                                context.addRoutes(
                                        new RouteBuilder() {
                                            @Override
                                            public void configure() {
                                                from("group-commit:orders?slots=2").process(topic);
                                            }
                                        }))
                .hasStackTraceContaining("Another route starts from group-commit:orders");
    }
}
