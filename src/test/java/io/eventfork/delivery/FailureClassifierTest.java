package io.eventfork.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventfork.delivery.Failure.Kind;
import io.eventfork.event.PermanentFailureException;
import io.eventfork.event.SinkAwayException;
import java.io.CharConversionException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class FailureClassifierTest {

    @ParameterizedTest
    @CsvSource({
        "400, ValidationException, PERMANENT",
        "400, InvalidParameter, PERMANENT",
        "400, EntityTooLarge, PERMANENT",
        "413, RequestEntityTooLarge, PERMANENT",
        "400, ThrottlingException, SINK_AWAY",
        "400, ProvisionedThroughputExceededException, SINK_AWAY",
        "429, TooManyRequests, SINK_AWAY",
        "503, SlowDown, SINK_AWAY",
        "500, InternalServerError, SINK_AWAY",
        "400, ExpiredTokenException, SINK_AWAY",
        "400, UnrecognizedClientException, SINK_AWAY",
        "403, InvalidClientTokenId, SINK_AWAY",
        "403, AccessDenied, SINK_AWAY",
        "400, AccessDeniedException, SINK_AWAY",
        "400, ResourceNotFoundException, SINK_AWAY",
        "404, NoSuchBucket, SINK_AWAY",
        "404, NotFound, SINK_AWAY",
        "400, AWS.SimpleQueueService.NonExistentQueue, SINK_AWAY",
        "400, KMSDisabledException, SINK_AWAY",
        "400, KMS.NotFoundException, SINK_AWAY",
        "404, NoSuchKey, UNCLASSIFIED",
        "409, OperationAborted, UNCLASSIFIED",
        "400, ConditionalCheckFailedException, UNCLASSIFIED",
        "400, TransactionCanceledException, UNCLASSIFIED",
    })
    void sortsTheAnswersOfAwsServices(int status, String code, Kind kind) {
        AwsServiceException refused =
                DynamoDbException.builder()
                        .statusCode(status)
                        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                        .build();

        assertThat(FailureClassifier.classify(new RuntimeCamelException(refused)).kind())
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "400, InvalidArgument, The encryption method specified is not supported, SINK_AWAY",
        "400, InvalidRequest, The KMS key is in another region, SINK_AWAY",
        "400, InvalidEncryptionAlgorithmError, , SINK_AWAY",
        "400, InvalidArgument, Metadata is too long, PERMANENT",
    })
    void aPutWhoseEncryptionIsRefusedWaits(int status, String code, String text, Kind kind) {
        AwsServiceException refused =
                S3Exception.builder()
                        .statusCode(status)
                        .awsErrorDetails(
                                AwsErrorDetails.builder()
                                        .serviceName("S3")
                                        .errorCode(code)
                                        .errorMessage(text)
                                        .build())
                        .build();

        assertThat(FailureClassifier.classify(refused).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "None, ConditionalCheckFailed, true",
        ", TransactionConflict, true",
        "ConditionalCheckFailed, ThrottlingError, false",
        "None, ValidationError, false",
    })
    void aTransactionIsAnsweredIfItsConditionsAreWhatCancelsIt(
            String first, String second, boolean answer) {
        TransactionCanceledException cancelled =
                TransactionCanceledException.builder()
                        .cancellationReasons(
                                CancellationReason.builder().code(first).build(),
                                CancellationReason.builder().code(second).build())
                        .build();

        assertThat(ServiceRefusals.isAnswer(cancelled)).isEqualTo(answer);
    }

    static Stream<Arguments> thrown() {
        return Stream.of(
                Arguments.of(new PermanentFailureException("no"), Kind.PERMANENT),
                Arguments.of(new SinkAwayException("gone"), Kind.SINK_AWAY),
                Arguments.of(new ConnectException("refused"), Kind.SINK_AWAY),
                Arguments.of(new GenericFileOperationFailedException("disk full"), Kind.SINK_AWAY),
                Arguments.of(new SocketTimeoutException("slow"), Kind.SINK_AWAY),
                Arguments.of(new IOException("Connection reset by peer"), Kind.SINK_AWAY),
                Arguments.of(SdkClientException.create("cannot connect"), Kind.SINK_AWAY),
                Arguments.of(
                        SdkClientException.create("Unable to load credentials"), Kind.SINK_AWAY),
                Arguments.of(ApiCallTimeoutException.create(1), Kind.SINK_AWAY),
                Arguments.of(
                        SdkClientException.create("odd", new IllegalArgumentException("input")),
                        Kind.UNCLASSIFIED),
                Arguments.of(new CharConversionException("bytes"), Kind.UNCLASSIFIED),
                Arguments.of(new EOFException("archive"), Kind.UNCLASSIFIED),
                Arguments.of(new NullPointerException(), Kind.UNCLASSIFIED),
                Arguments.of(new StackOverflowError(), Kind.UNCLASSIFIED));
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void sortsWhatIsThrown(Throwable thrown, Kind kind) {
        assertThat(FailureClassifier.classify(thrown).kind()).isEqualTo(kind);
        assertThat(FailureClassifier.classify(new IllegalStateException(thrown)).kind())
                .isEqualTo(kind);
    }

    @Test
    void brokenJsonIsPermanent() {
        try {
            new ObjectMapper().readTree("{");
        } catch (IOException e) {
            assertThat(FailureClassifier.classify(e).kind()).isEqualTo(Kind.PERMANENT);
            assertThat(
                            FailureClassifier.classify(
                                            new CamelExecutionException("wrapped", null, e))
                                    .cause())
                    .isSameAs(e);
            return;
        }
        throw new AssertionError("A lone brace was parsed.");
    }

    @Test
    void survivesAChainOfCausesThatBitesItsTail() {
        Exception first = new Exception("first");
        Exception second = new Exception("second", first);
        first.initCause(second);

        assertThat(FailureClassifier.classify(first).kind()).isEqualTo(Kind.UNCLASSIFIED);
    }

    @Test
    void theWorseOfTwoFailuresDecides() {
        Failure away = FailureClassifier.classify(new SinkAwayException("gone"));
        Failure permanent = FailureClassifier.classify(new PermanentFailureException("no"));

        assertThat(Failure.worse(null, away)).isSameAs(away);
        assertThat(Failure.worse(permanent, away)).isSameAs(permanent);
        assertThat(Failure.worse(away, permanent)).isSameAs(permanent);
        assertThat(Failure.worse(null, null)).isNull();
    }
}
