package io.eventfork.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventfork.RouteTestSupport;
import io.eventfork.event.PermanentFailureException;
import io.eventfork.event.SinkAwayException;
import io.eventfork.fulfilment.FakeShipping.Answer;
import io.eventfork.fulfilment.FakeShipping.Request;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardRouteTest {

    private static final String SECRET = "known-to-the-two-of-them";
    private static final String TRACE =
            "Root=1-5840652a-a006649127e371903a2de979;Parent=4c721bf33e3caf8f;Sampled=1";

    private final FakeShipping shipping = new FakeShipping();
    private RouteTestSupport routes;

    @BeforeEach
    void start() throws Exception {
        routes = run(shipping.url().toString(), "2m");
    }

    private static RouteTestSupport run(String url, String timeout) throws Exception {
        return RouteTestSupport.run(
                Map.of(
                        "fulfilment.shipping.url",
                        url,
                        "fulfilment.shipping.secret",
                        SECRET,
                        "fulfilment.shipping.timeout",
                        timeout,
                        "fulfilment.forward.concurrency",
                        "2"),
                "fulfilment/orders/forward.camel.yaml");
    }

    @AfterEach
    void stop() {
        routes.close();
        shipping.close();
    }

    private Exchange forward(String body) {
        return routes.deliver(
                "test-proxy-queue", body, Map.of("AWSTraceHeader", TRACE, "private", "attribute"));
    }

    @Test
    void postsTheBodyAsItIs() {
        String body = Envelopes.of("james", "5f0c") + " \u00e9\n";

        Exchange done = forward(body);

        assertThat(done.getException()).isNull();
        assertThat(shipping.requests()).hasSize(1);
        Request request = shipping.requests().get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/fulfilment/receiver");
        assertThat(request.body()).isEqualTo(body);
        assertThat(request.headers())
                .containsEntry("Content-Type", "application/json")
                .containsEntry("Authorization", "Bearer " + SECRET);
    }

    @Test
    void handsTheTraceOnAndNothingElseOfTheMessage() {
        forward(Envelopes.of("james", "5f0c"));

        assertThat(shipping.requests().get(0).headers())
                .containsEntry(
                        "traceparent", "00-5840652aa006649127e371903a2de979-4c721bf33e3caf8f-01")
                .containsEntry("X-Amzn-Trace-Id", TRACE)
                .doesNotContainKeys("AWSTraceHeader", "private");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 204})
    void takesAnySuccessForTaken(int status) {
        shipping.answer(request -> Answer.of(status));

        assertThat(forward("{}").getException()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 409, 500, 501})
    void countsAnAnswerThatSaysNothing(int status) {
        shipping.answer(request -> Answer.of(status));

        assertThat(forward("{}").getException())
                .isInstanceOf(ReceiverFailedException.class)
                .hasMessage("The shipping service answered " + status);
        assertThat(shipping.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 408, 429, 502, 503, 504})
    void waitsForAServiceThatIsAway(int status) {
        shipping.answer(request -> Answer.of(status));

        assertThat(forward("{}").getException())
                .isInstanceOf(SinkAwayException.class)
                .hasMessageStartingWith("The shipping service answered " + status);
        assertThat(shipping.requests()).hasSize(1);
    }

    @Test
    void waitsForAServiceThatDoesNotListen() throws Exception {
        shipping.close();

        assertThat(forward("{}").getException()).isInstanceOf(java.net.ConnectException.class);
    }

    @Test
    void waitsForAServiceThatDoesNotAnswer() throws Exception {
        routes.close();
        routes = run(shipping.url().toString(), "1s");
        CountDownLatch end = new CountDownLatch(1);
        shipping.answer(
                request -> {
                    hold(end);
                    return Answer.of(200);
                });

        assertThat(forward("{}").getException()).isInstanceOf(SocketTimeoutException.class);

        end.countDown();
        assertThat(shipping.requests()).hasSize(1);
    }

    @Test
    void givesUpAtOnceWhatTheServiceWillNeverTakeAndSaysWhy() {
        shipping.answer(
                request ->
                        new Answer(
                                400,
                                "{\"faults\":[{\"pointer\":\"/detail\",\"message\":\"must be an object\"}]}"));

        assertThat(forward("{\"detail\":null}").getException())
                .isInstanceOf(PermanentFailureException.class)
                .hasMessage("The shipping service answered 400: /detail must be an object");
    }

    @Test
    void saysNothingOfARefusalThatItCannotRead() {
        shipping.answer(request -> new Answer(413, "<html>"));

        assertThat(forward("{}").getException())
                .isInstanceOf(PermanentFailureException.class)
                .hasMessage("The shipping service answered 413");
    }

    @Test
    void neverSendsMoreAtATimeThanItMay() {
        CountDownLatch end = new CountDownLatch(1);
        shipping.answer(
                request -> {
                    hold(end);
                    return Answer.of(200);
                });
        Endpoint receiver = receiver();
        // More callers than pollers, as retries have a thread of their own.
        List<CompletableFuture<Exchange>> all =
                IntStream.range(0, 4)
                        .mapToObj(
                                n ->
                                        CompletableFuture.supplyAsync(
                                                () ->
                                                        routes.context
                                                                .createFluentProducerTemplate()
                                                                .to(receiver)
                                                                .withBody("{}")
                                                                .send()))
                        .toList();
        await().until(() -> shipping.atATime() == 2);
        end.countDown();
        all.forEach(CompletableFuture::join);

        assertThat(shipping.requests()).hasSize(4);
        assertThat(shipping.mostAtATime()).isEqualTo(2);
    }

    /** The endpoint of the route's own step. */
    private Endpoint receiver() {
        return routes.context.getEndpoints().stream()
                .filter(endpoint -> endpoint.getEndpointUri().startsWith("http"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void tellsNobodyTheSecret() {
        shipping.answer(request -> Answer.of(401));

        assertThat(forward("{}").getException()).hasMessageNotContaining(SECRET);
        assertThat(routes.logged()).doesNotContain(SECRET);
    }

    private static void hold(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
