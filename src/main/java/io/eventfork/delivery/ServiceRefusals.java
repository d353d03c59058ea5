package io.eventfork.delivery;

import io.eventfork.delivery.Failure.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * What an error answer of an AWS service means for the message that caused it.
 *
 * <p>Status alone does not tell: DynamoDB, SNS and SQS answer 400 to expired credentials, missing
 * permissions, missing tables and throttling as they do to a value they will never take. The codes
 * are those of the services' "Common errors" pages. Stateless.
 */
public final class ServiceRefusals {

    private static final Set<String> AWAY =
            Set.of(
                    "AccessDenied",
                    "AccessDeniedException",
                    "AccountProblem",
                    "AllAccessDisabled",
                    "AuthorizationError",
                    "AuthorizationErrorException",
                    "AuthFailure",
                    "EndpointDisabled",
                    "ExpiredToken",
                    "ExpiredTokenException",
                    "IncompleteSignature",
                    "InternalError",
                    "InternalServerError",
                    "InvalidAccessKeyId",
                    "InvalidClientTokenId",
                    "InvalidEncryptionAlgorithmError",
                    "InvalidSignatureException",
                    "InvalidToken",
                    "LimitExceededException",
                    "MissingAuthenticationToken",
                    "MissingAuthenticationTokenException",
                    "NoSuchBucket",
                    "NotAuthorized",
                    "NotFound",
                    "NotFoundException",
                    "OptInRequired",
                    "OverLimit",
                    "QueueDoesNotExist",
                    "QueueDeletedRecently",
                    "RequestExpired",
                    "RequestTimeout",
                    "RequestTimeTooSkewed",
                    "ResourceInUseException",
                    "ResourceNotFoundException",
                    "SignatureDoesNotMatch",
                    "TableNotFoundException",
                    "UnrecognizedClientException");

    private static final List<String> AWAY_PREFIXES = List.of("KMS", "Kms");

    /** Not found or in conflict, but through the message's own doing as likely as not. */
    private static final Set<String> UNKNOWN =
            Set.of(
                    "ConditionalCheckFailedException",
                    "NoSuchKey",
                    "NoSuchVersion",
                    "TransactionCanceledException");

    /** Codes of an item; what has none is not to blame. */
    private static final Set<String> ANSWERS_OF_TRANSACTIONS =
            Set.of("null", "None", "ConditionalCheckFailed", "TransactionConflict");

    private ServiceRefusals() {}

    /** Whether the service will never take the same request, however often it is sent. */
    public static boolean isPermanent(AwsServiceException refused) {
        return kindOf(refused) == Kind.PERMANENT;
    }

    /**
     * Whether a service works and only says no: a condition does not hold, or what was asked for is
     * not there.
     */
    public static boolean isAnswer(Throwable thrown) {
        if (thrown instanceof TransactionCanceledException cancelled) {
            return cancelled.cancellationReasons().stream()
                    .map(reason -> String.valueOf(reason.code()))
                    .allMatch(ANSWERS_OF_TRANSACTIONS::contains);
        }
        return thrown instanceof AwsServiceException refused && UNKNOWN.contains(code(refused));
    }

    static Kind kindOf(AwsServiceException refused) {
        int status = refused.statusCode();
        String code = code(refused);
        if (UNKNOWN.contains(code)) {
            return Kind.UNCLASSIFIED;
        }
        if (refused.isThrottlingException()
                || refused.isClockSkewException()
                || AWAY.contains(code)
                || AWAY_PREFIXES.stream().anyMatch(code::startsWith)
                || code.endsWith("NonExistentQueue")
                || isEncryptionRefused(refused)) {
            return Kind.SINK_AWAY;
        }
        return kindOf(status);
    }

    /** S3 has no code of its own for every way in which a key or a bucket's rules refuse a put. */
    private static boolean isEncryptionRefused(AwsServiceException refused) {
        AwsErrorDetails details = refused.awsErrorDetails();
        if (details == null || details.errorMessage() == null) {
            return false;
        }
        String text = details.errorMessage().toLowerCase(Locale.ROOT);
        return "S3".equalsIgnoreCase(details.serviceName())
                && (text.contains("kms") || text.contains("encrypt"));
    }

    private static Kind kindOf(int status) {
        if (status >= 500
                || status == 401
                || status == 403
                || status == 404
                || status == 408
                || status == 429) {
            return Kind.SINK_AWAY;
        }
        if (status == 409) {
            return Kind.UNCLASSIFIED;
        }
        return status >= 400 ? Kind.PERMANENT : Kind.UNCLASSIFIED;
    }

    private static String code(AwsServiceException refused) {
        AwsErrorDetails details = refused.awsErrorDetails();
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }
}
