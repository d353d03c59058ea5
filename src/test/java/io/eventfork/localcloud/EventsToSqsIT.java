package io.eventfork.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.InvalidEventPatternException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.scheduler.model.ConflictException;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.ScheduleState;
import software.amazon.awssdk.services.scheduler.model.ValidationException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** From a bus and from a schedule to real queues of the local cloud, with standard clients. */
class EventsToSqsIT {

    private static final SharedLocalCloud CLOUD = SharedLocalCloud.get();
    private static final SqsClient sqs = CLOUD.sqs();
    private static final EventBridgeClient events = CLOUD.build(EventBridgeClient.builder());
    private static final SchedulerClient scheduler = CLOUD.build(SchedulerClient.builder());

    private final String name = "it-" + UUID.randomUUID();
    private final String queueUrl = sqs.createQueue(r -> r.queueName(name)).queueUrl();

    @BeforeAll
    @AfterAll
    static void resetTheClock() throws Exception {
        clock(HttpRequest.newBuilder().DELETE());
    }

    @AfterAll
    static void close() {
        events.close();
        scheduler.close();
    }

    @Test
    void deliversWhatTheRuleWants() {
        String bus = createBus();
        rule("{\"source\":[\"shop\"],\"detail\":{\"amount\":[{\"numeric\":[\">=\",100]}]}}");
        events.putTargets(
                r -> r.eventBusName(name).rule(name).targets(target("queue", arn(queueUrl))));

        PutEventsResponse response =
                events.putEvents(
                        r ->
                                r.entries(
                                        entry("shop", "{\"amount\":99.99}"),
                                        entry("shop", "{\"amount\":100.0}"),
                                        entry("shop", "["),
                                        entry("other", "{\"amount\":450}"),
                                        entry("shop", "{\"amount\":450}")));

        assertThat(bus).endsWith(":event-bus/" + name);
        assertThat(response.failedEntryCount()).isEqualTo(1);
        assertThat(response.entries().get(2).errorCode()).isEqualTo("MalformedDetail");
        List<Message> messages = receive(queueUrl, 2);
        assertThat(messages)
                .extracting(Message::body)
                .anySatisfy(
                        body ->
                                assertThat(body)
                                        .contains(
                                                "\"detail-type\":\"Order\"",
                                                "\"detail\":{\"amount\":100.0}",
                                                response.entries().get(1).eventId()));
        assertThat(messages.get(0).attributes())
                .containsEntry(MessageSystemAttributeName.AWS_TRACE_HEADER, "Root=1-2-3");
    }

    @Test
    void deliversToAFifoQueueByGroup() {
        createBus();
        rule("{}");
        String fifo =
                sqs.createQueue(
                                r ->
                                        r.queueName(name + ".fifo")
                                                .attributes(
                                                        Map.of(
                                                                QueueAttributeName.FIFO_QUEUE,
                                                                "true",
                                                                QueueAttributeName
                                                                        .CONTENT_BASED_DEDUPLICATION,
                                                                "true")))
                        .queueUrl();
        String arn = arn(fifo);
        events.putTargets(
                r ->
                        r.eventBusName(name)
                                .rule(name)
                                .targets(
                                        target("queue", arn).toBuilder()
                                                .sqsParameters(p -> p.messageGroupId("orders"))
                                                .build()));

        events.putEvents(
                r -> r.entries(entry("shop", "{\"amount\":1}"), entry("shop", "{\"amount\":2}")));

        List<Message> messages = receive(fifo, 2);
        assertThat(messages.get(0).body()).contains("\"amount\":1");
        assertThat(messages.get(0).attributes())
                .containsEntry(MessageSystemAttributeName.MESSAGE_GROUP_ID, "orders");
    }

    @Test
    void makesADeadLetterWhenTheQueueDoesNotExist() {
        createBus();
        rule("{}");
        String deadLetters = sqs.createQueue(r -> r.queueName(name + "-dlq")).queueUrl();
        String arn = arn(queueUrl);
        String deadLetterArn = arn(deadLetters);
        events.putTargets(
                r ->
                        r.eventBusName(name)
                                .rule(name)
                                .targets(
                                        target("queue", arn).toBuilder()
                                                .inputTransformer(
                                                        t ->
                                                                t.inputPathsMap(
                                                                                Map.of(
                                                                                        "a",
                                                                                        "$.detail.amount"))
                                                                        .inputTemplate(
                                                                                "{\"amount\":<a>}"))
                                                .retryPolicy(p -> p.maximumRetryAttempts(3))
                                                .deadLetterConfig(d -> d.arn(deadLetterArn))
                                                .build()));
        events.putEvents(r -> r.entries(entry("shop", "{\"amount\":1}")));
        assertThat(receive(queueUrl, 1).get(0).body()).isEqualTo("{\"amount\":1}");
        sqs.deleteQueue(r -> r.queueUrl(queueUrl));

        events.putEvents(r -> r.entries(entry("shop", "{\"amount\":2}")));

        Message deadLetter = receive(deadLetters, 1).get(0);
        assertThat(deadLetter.body()).contains("\"detail\":{\"amount\":2}");
        assertThat(deadLetter.messageAttributes().get("ERROR_CODE").stringValue())
                .isEqualTo("NO_RESOURCE");
        assertThat(deadLetter.messageAttributes().get("TARGET_ARN").stringValue()).isEqualTo(arn);
    }

    @Test
    void answersErrorsThatTheSdkKnows() {
        createBus();
        assertThatExceptionOfType(ResourceAlreadyExistsException.class).isThrownBy(this::createBus);
        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> events.describeRule(r -> r.name("none").eventBusName(name)));
        assertThatExceptionOfType(InvalidEventPatternException.class)
                .isThrownBy(() -> rule("{\"source\":\"shop\"}"))
                .withMessageContaining("\"source\" must be an object or an array");
        assertThatExceptionOfType(EventBridgeException.class)
                .isThrownBy(() -> events.putEvents(r -> r.entries(List.of())))
                .satisfies(
                        e ->
                                assertThat(e.awsErrorDetails().errorCode())
                                        .isEqualTo("ValidationException"));
        rule("{\"source\":[\"shop\"]}");
        assertThat(events.listRules(r -> r.eventBusName(name)).rules())
                .extracting("name")
                .containsExactly(name);
    }

    @Test
    void runsAScheduleWhenADayHasPassed() throws Exception {
        createBus();
        rule("{\"detail-type\":[\"reminder\"]}");
        events.putTargets(
                r -> r.eventBusName(name).rule(name).targets(target("queue", arn(queueUrl))));
        Instant now = now();
        CreateScheduleRequest request = schedule(now.plus(Duration.ofDays(1)));
        String arn = scheduler.createSchedule(request).scheduleArn();
        assertThat(scheduler.createSchedule(request).scheduleArn()).isEqualTo(arn);
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(
                        () ->
                                scheduler.createSchedule(
                                        request.toBuilder().clientToken("b").build()))
                .satisfies(e -> assertThat(e.statusCode()).isEqualTo(409));
        assertThat(scheduler.getSchedule(r -> r.name(name)).state())
                .isEqualTo(ScheduleState.ENABLED);
        assertThat(scheduler.listSchedules(r -> r.namePrefix(name)).schedules()).hasSize(1);
        receive(queueUrl, 0);

        advance("P1D");

        assertThat(awaitOne(queueUrl).body())
                .contains("\"detail\":{\"user\":\"u\"}", "\"source\":\"cart\"", arn);
        await().until(() -> scheduler.listSchedules(r -> r.namePrefix(name)).schedules().isEmpty());
        assertThatExceptionOfType(
                        software.amazon.awssdk.services.scheduler.model.ResourceNotFoundException
                                .class)
                .isThrownBy(() -> scheduler.getSchedule(r -> r.name(name)));
    }

    @Test
    void cancelsAndChangesSchedules() throws Exception {
        CreateScheduleRequest request = schedule(now().plus(Duration.ofDays(300)));
        scheduler.createSchedule(request);

        scheduler.updateSchedule(
                r ->
                        r.name(name)
                                .scheduleExpression("at(2090-01-01T00:00:00)")
                                .scheduleExpressionTimezone("Europe/Berlin")
                                .flexibleTimeWindow(w -> w.mode(FlexibleTimeWindowMode.OFF))
                                .target(request.target()));
        assertThat(scheduler.getSchedule(r -> r.name(name)).scheduleExpression())
                .isEqualTo("at(2090-01-01T00:00:00)");
        scheduler.deleteSchedule(r -> r.name(name));

        assertThat(scheduler.listSchedules(r -> r.namePrefix(name)).schedules()).isEmpty();
        assertThatExceptionOfType(ValidationException.class)
                .isThrownBy(
                        () ->
                                scheduler.createSchedule(
                                        request.toBuilder()
                                                .scheduleExpression("rate(1 minutes)")
                                                .build()))
                .withMessageContaining("one-time schedules alone");
    }

    private CreateScheduleRequest schedule(Instant due) {
        return CreateScheduleRequest.builder()
                .name(name)
                .clientToken("a")
                .scheduleExpression(
                        "at(%s)"
                                .formatted(
                                        LocalDateTime.ofInstant(due, ZoneOffset.UTC)
                                                .truncatedTo(ChronoUnit.SECONDS)
                                                .format(
                                                        DateTimeFormatter.ofPattern(
                                                                "yyyy-MM-dd'T'HH:mm:ss"))))
                .flexibleTimeWindow(w -> w.mode(FlexibleTimeWindowMode.OFF))
                .actionAfterCompletion(ActionAfterCompletion.DELETE)
                .target(
                        t ->
                                t.arn("arn:aws:events:us-east-1:000000000000:event-bus/" + name)
                                        .roleArn("arn:aws:iam::000000000000:role/scheduler")
                                        .input("{\"user\":\"u\"}")
                                        .eventBridgeParameters(
                                                p -> p.source("cart").detailType("reminder")))
                .build();
    }

    private String createBus() {
        return events.createEventBus(r -> r.name(name)).eventBusArn();
    }

    private void rule(String pattern) {
        events.putRule(r -> r.name(name).eventBusName(name).eventPattern(pattern));
    }

    private static Target target(String id, String arn) {
        return Target.builder().id(id).arn(arn).build();
    }

    private PutEventsRequestEntry entry(String source, String detail) {
        return PutEventsRequestEntry.builder()
                .eventBusName(name)
                .source(source)
                .detailType("Order")
                .traceHeader("Root=1-2-3")
                .detail(detail)
                .build();
    }

    /** Everything in the queue: PutEvents has answered, so nothing else is on its way. */
    private static List<Message> receive(String url, int count) {
        List<Message> messages = receive(url, Duration.ZERO);
        assertThat(messages).hasSize(count);
        return messages;
    }

    private static Message awaitOne(String url) {
        List<Message> messages =
                await().until(() -> receive(url, Duration.ofSeconds(5)), some -> !some.isEmpty());
        assertThat(messages).hasSize(1);
        return messages.get(0);
    }

    private static List<Message> receive(String url, Duration wait) {
        return sqs.receiveMessage(
                        r ->
                                r.queueUrl(url)
                                        .maxNumberOfMessages(10)
                                        .waitTimeSeconds((int) wait.toSeconds())
                                        .messageAttributeNames("All")
                                        .messageSystemAttributeNames(
                                                MessageSystemAttributeName.ALL))
                .messages();
    }

    private static String arn(String url) {
        return sqs.getQueueAttributes(
                        r -> r.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
    }

    private static Instant now() throws Exception {
        String clock = clock(HttpRequest.newBuilder().GET());
        return Instant.parse(clock.replaceAll(".*\"now\":\"([^\"]+)\".*", "$1"));
    }

    private static void advance(String duration) throws Exception {
        clock(
                HttpRequest.newBuilder()
                        .POST(BodyPublishers.ofString("{\"advance\":\"" + duration + "\"}")));
    }

    private static String clock(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        HttpResponse<String> response =
                HttpClient.newHttpClient()
                        .send(
                                request.uri(CLOUD.endpoint().resolve("/_cloud/clock")).build(),
                                BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }
}
