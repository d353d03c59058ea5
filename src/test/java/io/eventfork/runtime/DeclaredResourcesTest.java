package io.eventfork.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import io.eventfork.LoopbackServer;
import io.eventfork.runtime.routes.ResourcesRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a start looks for ahead, and what a declaration makes of it. */
class DeclaredResourcesTest {

    private static final Map<String, String> ORDERS = queue("orders");

    private final List<String> askedFor = new CopyOnWriteArrayList<>();
    private volatile boolean isThere = true;
    private volatile boolean mayAsk = true;
    private LoopbackServer cloud;
    private AwsClients clients;
    private DeclaredResources resources;

    @BeforeEach
    void start() {
        cloud = new LoopbackServer(this::answer);
        Settings settings =
                Settings.load(
                        Map.of("eventfork.endpoint", cloud.uri().toString()),
                        Optional.empty(),
                        Map.of(),
                        new Properties());
        clients = new AwsClients(settings);
        resources = new DeclaredResources(settings, clients, "000000000000");
    }

    @AfterEach
    void stop() {
        clients.close();
        cloud.close();
    }

    private static Map<String, String> queue(String name) {
        return Map.of(
                "own/resources.yaml",
                """
                queues:
                  %s:
                    visibility: 30s
                    dead-letter: false
                """
                        .formatted(name));
    }

    /** As SQS answers for a queue that is as declared, or for one that is not there. */
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String asked =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            int status = mayAsk && isThere ? 200 : 400;
            String answer;
            if (!mayAsk) {
                answer = error("AccessDeniedException");
            } else if (!isThere) {
                answer = error("QueueDoesNotExist");
            } else if (target.endsWith("GetQueueUrl")) {
                answer = "{\"QueueUrl\":\"http://127.0.0.1/queue\"}";
            } else {
                answer =
                        "{\"Attributes\":{\"VisibilityTimeout\":\"30\","
                                + "\"MessageRetentionPeriod\":\"345600\"}}";
            }
            // The last request about a queue says that all has been seen, and whoever has the
            // answer finds it noted.
            if (status == 400 || target.endsWith("GetQueueAttributes")) {
                askedFor.add(asked);
            }
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("content-type", "application/x-amz-json-1.0");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static String error(String code) {
        return "{\"__type\":\"com.amazonaws.sqs#%s\",\"message\":\"no\"}".formatted(code);
    }

    private void lookAhead() {
        resources.lookAhead(ORDERS);
        await().until(() -> !askedFor.isEmpty());
    }

    @Test
    void aPlaceholderInADeclarationIsASetting() {
        assertThatCode(() -> resources.declare(visibleAfter("{{eventfork.stop-limit}}")))
                .doesNotThrowAnyException();
        assertThatExceptionOfType(ResourcesRefusedException.class)
                .isThrownBy(() -> resources.declare(visibleAfter("{{no.such}}")))
                .withMessageContaining("There is no setting no.such.");
    }

    private static Map<String, String> visibleAfter(String visibility) {
        return Map.of(
                "own/resources.yaml",
                """
                queues:
                  orders:
                    visibility: "%s"
                    dead-letter: false
                """
                        .formatted(visibility));
    }

    @Test
    void theFirstDeclarationTakesUpWhatWasSeenAheadAndLaterOnesLookAgain() {
        lookAhead();
        isThere = false;

        assertThatCode(() -> resources.declare(ORDERS)).doesNotThrowAnyException();
        assertThat(askedFor).hasSize(1);

        assertThatExceptionOfType(ResourcesRefusedException.class)
                .isThrownBy(() -> resources.declare(ORDERS))
                .withMessageContaining("eventfork-orders")
                .satisfies(refusal -> assertThat(refusal.mayPass()).isTrue());
        assertThat(askedFor).hasSize(2);
    }

    @Test
    void aDeclarationOfSomethingElseLooksItself() throws Exception {
        lookAhead();
        askedFor.clear();

        resources.declare(queue("invoices"));

        assertThat(askedFor).hasSize(1);
        assertThat(resources.names().queue("invoices")).isEqualTo("eventfork-invoices");
    }

    @Test
    void aMistakeIsToldByTheDeclarationAlone() {
        Map<String, String> wrong =
                Map.of("own/resources.yaml", "queues:\n  orders:\n    visibilty: 30s\n");

        assertThatCode(() -> resources.lookAhead(wrong)).doesNotThrowAnyException();

        assertThatExceptionOfType(ResourcesRefusedException.class)
                .isThrownBy(() -> resources.declare(wrong))
                .satisfies(
                        refusal -> {
                            assertThat(refusal.file()).isEqualTo("own/resources.yaml");
                            assertThat(refusal.line()).isEqualTo(3);
                            assertThat(refusal.mayPass()).isFalse();
                        });
        assertThat(askedFor).isEmpty();
    }

    @Test
    void whatTheCloudRefusedAheadIsToldByTheFirstDeclarationAndTheNextAsksAgain() {
        mayAsk = false;
        lookAhead();
        mayAsk = true;

        assertThatExceptionOfType(ResourcesRefusedException.class)
                .isThrownBy(() -> resources.declare(ORDERS))
                .satisfies(refusal -> assertThat(refusal.mayPass()).isTrue());
        assertThatCode(() -> resources.declare(ORDERS)).doesNotThrowAnyException();
    }

    @Test
    void aRefusedDeclarationLeavesTheNamesOfTheOneBefore() throws Exception {
        resources.declare(ORDERS);
        isThere = false;

        assertThatExceptionOfType(ResourcesRefusedException.class)
                .isThrownBy(() -> resources.declare(queue("invoices")));

        assertThat(resources.names().queue("orders")).isEqualTo("eventfork-orders");
    }
}
