package io.eventfork.search;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A value out of its range stops the start with a sentence that names parameter and range. */
class SearchParametersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "StreamBufferingIntervalInSeconds | 901 | write 0 to 900",
                "StreamBufferingIntervalInSeconds | -1 | write 0 to 900",
                "StreamBufferingSizeInMBs | 0 | write 1 to 100",
                "StreamBufferingSizeInMBs | 101 | write 1 to 100",
                "MaxMembers | 0 | write 1 to 10000",
                "MaxMembers | 10001 | write 1 to 10000",
                "Consumers | 0 | write 1 to 20",
                "Consumers | 21 | write 1 to 20",
                "KmsKeyId | '' | KmsKeyId is empty",
                "StreamRetryDurationInSeconds | 7201 | write 0 to 7200",
                "StreamRetryDurationInSeconds | -1 | write 0 to 7200",
                "StreamRetryDurationInSeconds | 3481 | after 60 s of buffering",
                "StreamRetryDurationInSeconds | 3481 | eventfork.delivery.max-hold of 3600 s leaves 3480",
                "SearchIndexName | Orders | lower case",
                "SearchIndexRotationPeriod | OneYear | NoRotation",
                "SearchIndexMappings | [] | no JSON object",
                "SearchIndexMappings | {a | not JSON",
                "S3BackupMode | All | FailedDocumentsOnly or AllDocuments",
                "StreamCompressionFormat | LZ4 | UNCOMPRESSED, GZIP, ZIP, Snappy",
                "SubscriptionFilterPolicy | {\"a\":1} | SubscriptionFilterPolicy",
                "SubscriptionFilterPolicyScope | Body | MessageAttributes or MessageBody",
                "EventIdPointer | id | JSON pointer"
            })
    void isRefused(String parameter, String value, String reason) {
        SearchFixture search = new SearchFixture().with(parameter, value);

        assertThatThrownBy(search::start)
                .hasStackTraceContaining(parameter)
                .hasStackTraceContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "StreamBufferingIntervalInSeconds, 0",
        "StreamBufferingIntervalInSeconds, 900",
        "StreamBufferingSizeInMBs, 1",
        "StreamBufferingSizeInMBs, 100",
        "MaxMembers, 10000",
        "StreamRetryDurationInSeconds, 0",
        "StreamRetryDurationInSeconds, 3480",
        "SearchIndexRotationPeriod, OneMonth",
        "S3BackupMode, AllDocuments"
    })
    void isTaken(String parameter, String value) {
        try (SearchFixture search = new SearchFixture().with(parameter, value)) {
            assertThatCode(search::start).doesNotThrowAnyException();
        }
    }

    @Test
    void anIntervalOfNothingIndexesEveryEventByItself() {
        try (SearchFixture search =
                new SearchFixture().with("StreamBufferingIntervalInSeconds", "0").start()) {
            search.send("e-1", "{}");
            search.send("e-2", "{}");
            search.awaitAcknowledged();
        }
    }
}
