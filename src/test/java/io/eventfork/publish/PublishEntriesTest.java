package io.eventfork.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventfork.event.SinkAwayException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.PublishBatchResultEntry;
import software.amazon.awssdk.services.sns.model.SnsException;

class PublishEntriesTest {

    @Test
    void countsBodyAndAttributesInBytes() {
        PublishBatchRequestEntry entry =
                PublishBatchRequestEntry.builder()
                        .message("\u4e2d1")
                        .messageAttributes(
                                Map.of(
                                        "amount", text("Number", "450.00"),
                                        "raw",
                                                MessageAttributeValue.builder()
                                                        .dataType("Binary")
                                                        .binaryValue(
                                                                SdkBytes.fromByteArray(new byte[7]))
                                                        .build()))
                        .build();

        assertThat(PublishEntries.bytes(entry)).isEqualTo(4 + (6 + 6 + 6) + (3 + 6 + 7));
    }

    @Test
    void numbersEntriesByTheirPlaces() {
        List<PublishBatchRequestEntry> entries = List.of(entry("0"), entry("0"), entry("x"));

        assertThat(PublishEntries.numbered(entries))
                .extracting(PublishBatchRequestEntry::id)
                .containsExactly("0", "1", "2");
    }

    @Test
    void tellsEachEntrysOutcomeByItsId() {
        PublishBatchResponse answer =
                PublishBatchResponse.builder()
                        .successful(taken("2"), taken("0"))
                        .failed(failed("1", "InternalError", false), failed("3", "Invalid", true))
                        .build();

        List<Outcome> outcomes = PublishEntries.outcomes(answer, 5);

        assertThat(outcomes.get(0).result()).isEqualTo(taken("0"));
        assertThat(outcomes.get(2).result()).isEqualTo(taken("2"));
        assertThat(((SnsException) outcomes.get(1).failure()).statusCode()).isEqualTo(500);
        assertThat(((SnsException) outcomes.get(3).failure()).statusCode()).isEqualTo(400);
        assertThat(outcomes.get(4).failure()).isInstanceOf(SinkAwayException.class);
    }

    @Test
    void quotesNothingOfTheServicesText() {
        PublishBatchResponse answer =
                PublishBatchResponse.builder().failed(failed("0", null, true)).build();

        assertThat(PublishEntries.outcomes(answer, 1).get(0).failure())
                .hasMessageNotContaining("quoted");
    }

    @Test
    void believesAFailureRatherThanASuccess() {
        PublishBatchResponse answer =
                PublishBatchResponse.builder()
                        .successful(taken("0"))
                        .failed(failed("0", "InternalError", false))
                        .build();

        assertThat(PublishEntries.outcomes(answer, 1).get(0).failure()).isNotNull();
    }

    @Test
    void knowsNothingWithoutAnAnswer() {
        assertThat(PublishEntries.outcomes("published!", 2))
                .hasSize(2)
                .allMatch(outcome -> outcome.failure() instanceof SinkAwayException);
    }

    private static PublishBatchRequestEntry entry(String id) {
        return PublishBatchRequestEntry.builder().id(id).message("m").build();
    }

    private static MessageAttributeValue text(String type, String value) {
        return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
    }

    private static PublishBatchResultEntry taken(String id) {
        return PublishBatchResultEntry.builder().id(id).messageId("m" + id).build();
    }

    private static BatchResultErrorEntry failed(String id, String code, boolean senderFault) {
        return BatchResultErrorEntry.builder()
                .id(id)
                .code(code)
                .senderFault(senderFault)
                .message("quoted")
                .build();
    }
}
