package io.eventfork.cart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.cart.CartItem.State;
import io.eventfork.event.SinkAwayException;
import io.eventfork.event.StrictJson;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.scheduler.model.ConflictException;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.ServiceQuotaExceededException;
import software.amazon.awssdk.services.scheduler.model.UpdateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.ValidationException;

class ReminderSchedulesTest {

    private static final Instant DUE = Instant.parse("2026-11-22T12:00:01.9Z");
    private static final String NAME = Consumers.schedule("swn", "Ball");

    private final InMemoryScheduler scheduler = new InMemoryScheduler();

    @Test
    void schedulesOneEventOnTheBusAndDeletesTheScheduleThen() throws Exception {
        agree(Consumers.SETTINGS, item("Ball", DUE));

        CreateScheduleRequest schedule = (CreateScheduleRequest) scheduler.schedules().get(NAME);
        assertThat(schedule.scheduleExpression()).isEqualTo("at(2026-11-22T12:00:01)");
        assertThat(schedule.scheduleExpressionTimezone()).isEqualTo("UTC");
        assertThat(schedule.flexibleTimeWindow().mode()).isEqualTo(FlexibleTimeWindowMode.OFF);
        assertThat(schedule.actionAfterCompletion()).isEqualTo(ActionAfterCompletion.DELETE);
        assertThat(schedule.clientToken()).as("the SDK makes one for each request").isNull();
        assertThat(schedule.target().arn()).isEqualTo(Consumers.BUS);
        assertThat(schedule.target().roleArn())
                .isEqualTo("arn:aws:iam::000000000000:role/reminders");
        assertThat(schedule.target().deadLetterConfig().arn())
                .isEqualTo("arn:aws:sqs:us-east-1:000000000000:dead");
        assertThat(schedule.target().eventBridgeParameters().source())
                .isEqualTo("putToCartService");
        assertThat(schedule.target().eventBridgeParameters().detailType())
                .isEqualTo("item added to Cart");
        JsonNode input = StrictJson.parse(schedule.target().input());
        assertThat(input.get("scheduled_event").textValue()).isEqualTo("true");
        assertThat(input.get("user").textValue()).isEqualTo("swn");
        assertThat(input.get("product").textValue()).isEqualTo("Ball");
        assertThat(input.get("added").textValue()).isEqualTo("stamp");
    }

    @Test
    void replacesAllOfAScheduleThatIsThere() {
        agree(Consumers.SETTINGS, item("Ball", DUE));
        CreateScheduleRequest created = (CreateScheduleRequest) scheduler.schedules().get(NAME);

        agree(Consumers.SETTINGS, item("Ball", DUE.plusSeconds(60)));

        UpdateScheduleRequest updated = (UpdateScheduleRequest) scheduler.schedules().get(NAME);
        assertThat(updated.scheduleExpression()).isEqualTo("at(2026-11-22T12:01:01)");
        assertThat(updated.actionAfterCompletion()).isEqualTo(ActionAfterCompletion.DELETE);
        assertThat(updated.target()).isEqualTo(created.target());
        assertThat(updated.description()).isEqualTo(created.description());
        assertThat(updated.scheduleExpressionTimezone()).isEqualTo("UTC");
        assertThat(updated.flexibleTimeWindow()).isEqualTo(created.flexibleTimeWindow());
    }

    @Test
    void makesAScheduleAgainThatRunsBetweenTwoCalls() {
        agree(Consumers.SETTINGS, item("Ball", DUE));
        scheduler.before(
                call -> {
                    if (call instanceof UpdateScheduleRequest) {
                        scheduler.remove(NAME);
                        scheduler.before(any -> {});
                    }
                });

        agree(Consumers.SETTINGS, item("Ball", DUE.plusSeconds(60)));

        assertThat(scheduler.schedules().get(NAME)).isInstanceOf(CreateScheduleRequest.class);
    }

    @Test
    void doesNotGiveUpInSilence() {
        scheduler.before(
                call -> {
                    if (call instanceof CreateScheduleRequest) {
                        throw ConflictException.builder().statusCode(409).build();
                    }
                });

        assertThatThrownBy(() -> agree(Consumers.SETTINGS, item("Ball", DUE)))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void cancelsAScheduleThatIsThereAndMissesNoneThatIsNot() {
        agree(Consumers.SETTINGS, item("Ball", DUE));

        agree(Consumers.SETTINGS, item("Ball", null));
        agree(Consumers.SETTINGS, item("Ball", null));

        assertThat(scheduler.schedules()).isEmpty();
    }

    @Test
    void whatIsOverdueIsScheduledForTheNextSeconds() {
        agree(Consumers.SETTINGS, item("Ball", Consumers.CLOCK.instant().minusSeconds(86_400)));

        assertThat(((CreateScheduleRequest) scheduler.schedules().get(NAME)).scheduleExpression())
                .isEqualTo("at(2026-11-21T12:00:35)");
    }

    @Test
    void takesTheRoleAsAnArnAndTheDetailTypeOfTheOriginal() {
        CartSettings settings =
                new CartSettings(
                        "shop",
                        "item {product} added to Cart",
                        "x",
                        Duration.ofDays(1),
                        "arn:aws:iam::123456789012:role/other");

        agree(settings, item("Ball", DUE));

        CreateScheduleRequest schedule = (CreateScheduleRequest) scheduler.schedules().get(NAME);
        assertThat(schedule.target().roleArn()).isEqualTo("arn:aws:iam::123456789012:role/other");
        assertThat(schedule.target().eventBridgeParameters().detailType())
                .isEqualTo("item Ball added to Cart");
    }

    @Test
    void theSchedulerHasNothingToFillIn() throws Exception {
        agree(Consumers.SETTINGS, item("<aws.scheduler.execution-id> \"\\", DUE));

        String input = InMemoryScheduler.input(scheduler.schedules().values().iterator().next());
        assertThat(input).doesNotContain("<");
        assertThat(StrictJson.parse(input).get("product").textValue())
                .isEqualTo("<aws.scheduler.execution-id> \"\\");
    }

    @ParameterizedTest
    @CsvSource({"ab, c, a, bc", "swn, Ball, swn, ball", "u1, p, u2, p"})
    void everyUserAndProductHasAScheduleOfItsOwn(String u1, String p1, String u2, String p2) {
        assertThat(Consumers.schedule(u1, p1)).isNotEqualTo(Consumers.schedule(u2, p2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ball", "名前 with ünïcode & / spaces", "x"})
    void aNameIsOneThatTheSchedulerTakes(String product) {
        assertThat(Consumers.schedule("u".repeat(254), product)).matches("[0-9a-zA-Z-_.]{1,64}");
        assertThat(ReminderSchedules.name("other", "u", product))
                .as("another bus, another schedule")
                .isNotEqualTo(ReminderSchedules.name("bus", "u", product));
    }

    @Test
    void whatNoScheduleCanPassIsNoFaultOfTheMessage() {
        AwsErrorDetails details =
                AwsErrorDetails.builder().errorMessage("The role cannot be assumed.").build();
        scheduler.before(
                call -> {
                    throw ValidationException.builder()
                            .statusCode(400)
                            .awsErrorDetails(details)
                            .build();
                });
        assertThatThrownBy(() -> agree(Consumers.SETTINGS, item("Ball", DUE)))
                .isInstanceOf(SinkAwayException.class)
                .hasMessageContaining("The role cannot be assumed.");

        scheduler.before(
                call -> {
                    throw ServiceQuotaExceededException.builder()
                            .statusCode(402)
                            .awsErrorDetails(details)
                            .build();
                });
        assertThatThrownBy(() -> agree(Consumers.SETTINGS, item("Ball", DUE)))
                .isInstanceOf(SinkAwayException.class);
    }

    private void agree(CartSettings settings, CartItem item) {
        new ReminderSchedules(() -> scheduler, settings, Consumers.CLOCK)
                .agree(item, Consumers.BUS, "dead");
    }

    private static CartItem item(String product, Instant remindAt) {
        return new CartItem("swn", product, "stamp", State.IN_CART, Optional.ofNullable(remindAt));
    }
}
