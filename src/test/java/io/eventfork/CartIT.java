package io.eventfork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.eventfork.localcloud.SharedLocalCloud;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ResourceNotFoundException;
import software.amazon.awssdk.services.scheduler.model.Target;

/**
 * The cart as a user meets it: the packaged jar, a mail server, and a day that passes at once. The
 * clock of the shared cloud is put back after each test; nothing else in it goes by that clock.
 */
class CartIT {

    private static final String PREFIX = "cart-it-";
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final SharedLocalCloud CLOUD = SharedLocalCloud.get();
    private static final EventBridgeClient BUS = CLOUD.build(EventBridgeClient.builder());
    private static final SchedulerClient SCHEDULER = CLOUD.build(SchedulerClient.builder());

    private static final GreenMail MAIL =
            new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private static final TestQueues QUEUES = new TestQueues(CLOUD.sqs(), PREFIX);
    private static Path configuration;
    private static CloudProxy proxy;
    private static EventforkProcess application;

    @BeforeAll
    static void start() throws Exception {
        MAIL.start();
        proxy = new CloudProxy(CLOUD.endpoint());
        configuration =
                CheckoutIT.configuration(
                        PREFIX,
                        "cart.mail.transport=smtp",
                        "cart.mail.host=127.0.0.1",
                        "cart.mail.port=" + MAIL.getSmtp().getPort(),
                        "cart.mail.tls=none");
        application = process();
    }

    @AfterEach
    void resetTheClock() throws Exception {
        clock(HttpRequest.newBuilder().DELETE());
    }

    @AfterAll
    static void stop() {
        application.close();
        proxy.close();
        MAIL.stop();
        BUS.close();
        SCHEDULER.close();
    }

    private static EventforkProcess process() {
        return EventforkProcess.application(
                proxy.endpoint(), "--apps", "cart", "--config", configuration.toString());
    }

    @Test
    void whoLeavesAProductInTheCartIsRemindedOnceAndNobodyElse() throws Exception {
        add("once", "Ball");
        add("twice", "Ball");
        add("removed", "Ball");
        add("bought", "Ball");
        add("bought", "Bat");
        await().atMost(SOON).untilAsserted(() -> assertThat(schedules()).hasSize(5));
        add("twice", "Ball");
        remove("removed", "Ball");
        checkout("bought");
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(schedules())
                                        .anySatisfy(input -> assertThat(input).contains("once"))
                                        .anySatisfy(input -> assertThat(input).contains("twice"))
                                        .hasSize(2));
        QUEUES.awaitEmpty("cart-items");
        assertThat(application.get("/cart/items/twice").body()).containsOnlyOnce("Ball");
        assertThat(application.get("/cart/items/removed").body()).isEqualTo("[]");
        assertThat(application.get("/cart/items/bought").body()).isEqualTo("[]");
        List<String> inputs = schedules();
        assertThat(MAIL.getReceivedMessages()).isEmpty();

        advance("P1D");

        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(recipients())
                                        .containsExactlyInAnyOrder(
                                                "once@example.com", "twice@example.com"));
        assertThat(MAIL.getReceivedMessages()[0].getSubject())
                .isEqualTo("Ball is still in your cart");
        await().atMost(SOON)
                .until(
                        () ->
                                application.get("/cart/items/once").body().contains("remindedAt")
                                        && application
                                                .get("/cart/items/twice")
                                                .body()
                                                .contains("remindedAt"));
        await("a schedule that has run is gone").atMost(SOON).until(() -> schedules().isEmpty());

        // What the bus tells again, in the name of the schedules: it may, at least once.
        inputs.forEach(input -> put("putToCartService", "item added to Cart", input));
        QUEUES.awaitEmpty("cart-reminders");
        QUEUES.awaitEmpty("cart-items");
        assertThat(recipients()).hasSize(2);
        assertThat(schedules()).as("a reminder schedules nothing").isEmpty();
        for (String queue : List.of("cart-items", "cart-checkouts", "cart-reminders")) {
            assertThat(QUEUES.all(queue + "-dlq")).isZero();
        }
    }

    @Test
    void aProcessThatIsKilledBetweenRowAndScheduleHasItsScheduleMadeByTheNext() {
        AtomicBoolean killed = new AtomicBoolean();
        proxy.rule(
                call -> {
                    if (!call.body().contains("EventBridgeParameters")) {
                        return CloudProxy.Fate.PASS;
                    }
                    application.kill();
                    killed.set(true);
                    return CloudProxy.Fate.RESET;
                });
        add("killed", "Ball");
        await().atMost(SOON).untilTrue(killed);
        assertThat(schedules()).noneMatch(input -> input.contains("killed"));
        proxy.rule(call -> CloudProxy.Fate.PASS);
        application.close();
        proxy.clientIsGone();
        application = process();

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(schedules()).anyMatch(input -> input.contains("killed")));
        assertThat(application.get("/cart/items/killed").body()).containsOnlyOnce("Ball");
        remove("killed", "Ball");
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(schedules()).noneMatch(input -> input.contains("killed")));
    }

    @Test
    void whatIsNoCartEventIsDeadLetteredWithItsReason() {
        put("putToCartService", "item added to Cart", "{\"user\":\"a\\r\\nb\",\"product\":\"p\"}");

        await().atMost(SOON).until(() -> QUEUES.visible("cart-items-dlq") > 0);
        QUEUES.awaitEmpty("cart-items");
        assertThat(QUEUES.take("cart-items-dlq"))
                .allSatisfy(
                        dead ->
                                assertThat(dead.messageAttributes().get("eventfork").stringValue())
                                        .contains("/user"));
    }

    private static void add(String user, String product) {
        HttpResponse<String> answer =
                application.post(
                        "/cart/items",
                        "{\"user\":\"%s\",\"product\":\"%s\"}".formatted(user, product));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{\"message\":\"message received\"}");
    }

    private static void remove(String user, String product) {
        assertThat(application.delete("/cart/items/" + user + "/" + product).statusCode())
                .isEqualTo(202);
    }

    /** As the shop tells of it. */
    private static void checkout(String user) {
        put(
                "com.swn.basket.checkoutbasket",
                "CheckoutBasket",
                "{\"userName\":\"%s\",\"totalPrice\":5}".formatted(user));
    }

    private static void put(String source, String detailType, String detail) {
        assertThat(
                        BUS.putEvents(
                                        put ->
                                                put.entries(
                                                        PutEventsRequestEntry.builder()
                                                                .eventBusName(PREFIX + "events")
                                                                .source(source)
                                                                .detailType(detailType)
                                                                .detail(detail)
                                                                .time(Instant.now())
                                                                .build()))
                                .failedEntryCount())
                .isZero();
    }

    /** What the schedules of these carts would put on the bus. */
    private static List<String> schedules() {
        return SCHEDULER
                .listSchedulesPaginator(list -> list.namePrefix("cart-"))
                .schedules()
                .stream()
                .flatMap(schedule -> target(schedule.name()).stream())
                .filter(target -> target.arn().endsWith("/" + PREFIX + "events"))
                .map(Target::input)
                .toList();
    }

    /** The target of a schedule; nothing if it has gone since it was listed. */
    private static Optional<Target> target(String schedule) {
        try {
            return Optional.of(SCHEDULER.getSchedule(get -> get.name(schedule)).target());
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }

    private static List<String> recipients() {
        return Arrays.stream(MAIL.getReceivedMessages()).map(CartIT::recipient).toList();
    }

    private static String recipient(MimeMessage mail) {
        try {
            return mail.getAllRecipients()[0].toString();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void advance(String duration) throws Exception {
        clock(
                HttpRequest.newBuilder()
                        .POST(BodyPublishers.ofString("{\"advance\":\"" + duration + "\"}")));
    }

    private static void clock(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response =
                HttpClient.newHttpClient()
                        .send(
                                request.uri(CLOUD.endpoint().resolve("/_cloud/clock")).build(),
                                BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
    }
}
