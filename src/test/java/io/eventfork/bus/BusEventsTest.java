package io.eventfork.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventfork.event.PermanentFailureException;
import io.eventfork.event.SinkAwayException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

class BusEventsTest {

    private static final Instant TIME = Instant.parse("2026-11-21T10:00:00Z");

    private final BusEvents events = new BusEvents();

    @Test
    void makesARequestForTheBus() {
        PutEventsRequest request =
                events.request("bus-1", events.entry("s", "d", "{}", TIME, Optional.of("Root=1")));

        assertThat(request.entries())
                .containsExactly(
                        PutEventsRequestEntry.builder()
                                .eventBusName("bus-1")
                                .source("s")
                                .detailType("d")
                                .detail("{}")
                                .time(TIME)
                                .traceHeader("Root=1")
                                .build());
    }

    @Test
    void countsTheBytesThatTheBusCounts() {
        PutEventsRequestEntry entry =
                events.entry("sö", "type", "{\"a\":\"€\"}", TIME, Optional.of("Root=1"));

        assertThat(BusEvents.bytes(entry)).isEqualTo(14 + 3 + 4 + 11);
        assertThat(BusEvents.bytes(entry.toBuilder().time(null).resources("ab").build()))
                .isEqualTo(3 + 4 + 11 + 2);
    }

    @Test
    void cutsAtTenEventsAndAt256KiB() {
        int half = 128 << 10;

        assertThat(BusEvents.cut(List.of())).isEmpty();
        assertThat(BusEvents.cut(Collections.nCopies(21, 1))).containsExactly(10, 10, 1);
        assertThat(BusEvents.cut(List.of(half, half, 1))).containsExactly(2, 1);
        assertThat(BusEvents.cut(List.of(half, half + 1))).containsExactly(1, 1);
    }

    @Test
    void anEventThatIsTooLargeForARequestWithOthersGoesAlone() {
        assertThat(BusEvents.cut(List.of(1, 300 << 10, 1))).containsExactly(1, 1, 1);
    }

    @Test
    void confirmsWhatTheBusHasTaken() {
        assertThatCode(() -> events.confirm(answer(null, null))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"InternalFailure", "ThrottlingException"})
    void anEventThatTheBusMayTakeLaterIsTriedAgain(String code) {
        assertThatThrownBy(() -> events.confirm(answer(null, code)))
                .isInstanceOf(SinkAwayException.class)
                .hasMessageContaining(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AccessDeniedException",
                "InvalidAccountIdException",
                "InvalidArgument",
                "MalformedDetail",
                "RedactionFailure",
                "NotAuthorizedForSourceException",
                "NotAuthorizedForDetailTypeException"
            })
    void anEventThatTheBusNeverTakesFailsForGood(String code) {
        assertThatThrownBy(() -> events.confirm(answer(null, code)))
                .isInstanceOf(PermanentFailureException.class)
                .hasMessageContaining(code);
    }

    @Test
    void anAnswerThatSaysNothingConfirmsNothing() {
        assertThatThrownBy(() -> events.confirm(PutEventsResponse.builder().build()))
                .isInstanceOf(SinkAwayException.class);
        assertThat(BusEvents.results(answer((String) null), 2))
                .extracting(EntryResult::isTaken)
                .containsExactly(true, false);
        assertThat(EntryResult.of(PutEventsResultEntry.builder().build()).isRetryable()).isTrue();
    }

    private static PutEventsResponse answer(String... codes) {
        return PutEventsResponse.builder()
                .entries(
                        Arrays.stream(codes)
                                .map(
                                        code ->
                                                code == null
                                                        ? PutEventsResultEntry.builder()
                                                                .eventId("e")
                                                                .build()
                                                        : PutEventsResultEntry.builder()
                                                                .errorCode(code)
                                                                .build())
                                .toList())
                .build();
    }
}
